package io.berth.connector.process;

import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.files.DurableFiles;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.files.Secrets;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts one process from an order, on a worker's thread, and returns when it proved to be ready: a
 * warm one if there is one, else one that it forks. Whatever goes wrong, what was forked is dead,
 * its port free and its record gone when {@link StartFailure} is thrown. A port that somebody else
 * takes first is given up for the next one.
 */
final class Launcher implements Launch {
  private static final int MOST_PORTS = 5;

  private final SharedLaunch shared;
  private final WarmLaunch warm;
  private final Programs programs;
  private final PortAllocator ports;
  private final ProcessRecords records;
  private final ReadyWait readyWait;
  private final ProcFs proc;
  private final Ender ender;
  private final InstantSource clock;

  Launcher(
      SharedLaunch shared,
      WarmLaunch warm,
      Programs programs,
      PortAllocator ports,
      ProcessRecords records,
      ReadyWait readyWait,
      ProcFs proc,
      Ender ender,
      InstantSource clock) {
    this.shared = shared;
    this.warm = warm;
    this.programs = programs;
    this.ports = ports;
    this.records = records;
    this.readyWait = readyWait;
    this.proc = proc;
    this.ender = ender;
    this.clock = clock;
  }

  /** Somebody else listens on the port that was reserved. */
  static final class PortStolen extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public LiveProcess launch(StartOrder order, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    if (order.shared()) {
      return shared.launch(order, attempt);
    }
    OptionalInt preferred = order.preferredPort();
    for (int tried = 0; tried < MOST_PORTS; tried++) {
      int port =
          ports
              .reserve(order.project(), order.generation(), preferred)
              .orElseThrow(() -> noPort(order.project()));
      boolean stolen = false;
      boolean kept = false;
      try {
        Optional<LiveProcess> assigned = warm.launch(order, port, attempt);
        LiveProcess live = assigned.isPresent() ? assigned.get() : once(order, port, attempt);
        kept = true;
        return live;
      } catch (PortStolen e) {
        stolen = true;
      } finally {
        giveBack(order.project(), port, stolen, kept);
      }
      preferred = OptionalInt.empty();
    }
    throw StartFailure.failed(
        "other programs took "
            + MOST_PORTS
            + " ports one after the other before "
            + order.project()
            + " could listen; check who uses "
            + ports.display());
  }

  private void giveBack(ProjectId project, int port, boolean stolen, boolean kept) {
    if (stolen) {
      ports.stolen(port, project);
    } else if (!kept && !Thread.currentThread().isInterrupted()) {
      ports.release(port, project);
    }
  }

  @Override
  public StartFailure noPort(ProjectId project) {
    return new StartFailure(
        Problem.NO_PORT,
        "no free port for "
            + project
            + " in "
            + ports.display()
            + "; stop a project or add a range",
        null);
  }

  private LiveProcess once(StartOrder order, int port, StartAttempt attempt)
      throws StartFailure, PortStolen, InterruptedException {
    Prepared prepared = prepare(order, port);
    Fork.Program program = programs.program(order, port);
    if (attempt.cancelled()) {
      throw cancelled(order);
    }
    Instant forkedAt = clock.instant();
    Forked forked = fork(order, prepared, output -> Fork.start(program, output));
    try {
      return readyWait.until(order, port, prepared.secret(), forked, forkedAt, attempt);
    } catch (InterruptedException e) {
      // why: the adapter detaches; the process goes on and is judged again by the next adoption
      throw e;
    } catch (StartFailure | PortStolen | RuntimeException e) {
      ender.end(forked.group(), programs.marker(order), order.stopTimeout());
      records.remove(order.project(), order.generation());
      throw e;
    }
  }

  static StartFailure cancelled(StartOrder order) {
    return new StartFailure(
        Problem.DRAINING, order.project() + " was stopped while it was starting", null);
  }

  /** Starts the program of an order, with its output, or what is left of it, in that file. */
  interface Forker {
    Process start(Path output) throws IOException;
  }

  record Prepared(String secret, Path output, ProcessRecord intent) {}

  /** What was forked, before it is ready. */
  record Forked(Process child, ProcessGroup group) {}

  Prepared prepare(StartOrder order, int port) throws StartFailure {
    try {
      Path folder = DurableFiles.privateFolder(order.dataFolder());
      String secret = Secrets.create(folder, order.generation());
      Path output = new ProcessLog(folder).rotate();
      ProcessRecord intent =
          new ProcessRecord(
              order.project(),
              order.generation(),
              order.runtime().name(),
              port,
              0,
              0,
              proc.bootId(),
              clock.instant());
      return new Prepared(secret, output, intent);
    } catch (IOException e) {
      throw new StartFailure(
          Problem.START_FAILED,
          "cannot prepare the folder of " + order.project() + ", check disk and owner: " + e,
          e);
    }
  }

  Forked fork(StartOrder order, Prepared prepared, Forker forker) throws StartFailure {
    Process child = null;
    try {
      records.write(prepared.intent());
      child = forker.start(prepared.output());
      ProcessIdentity identity = identity(child.pid());
      records.write(prepared.intent().forked(identity));
      programs.forked(order, child.pid());
      return new Forked(child, new ProcessGroup(proc, identity));
    } catch (IOException e) {
      if (child != null) {
        ender.end(
            new ProcessGroup(proc, identity(child.pid())),
            programs.marker(order),
            order.stopTimeout());
      }
      records.remove(order.project(), order.generation());
      throw new StartFailure(
          Problem.START_FAILED,
          "runtime " + order.runtime().name() + " could not be forked: " + e.getMessage(),
          e);
    }
  }

  private ProcessIdentity identity(long pid) {
    // why 0: it is gone already; then nothing younger can be mistaken for a member by its age
    long ticks = proc.stat(pid).map(ProcStat::startTicks).orElse(0L);
    return new ProcessIdentity(proc.bootId(), pid, ticks);
  }
}
