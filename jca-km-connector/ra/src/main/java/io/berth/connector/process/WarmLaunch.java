package io.berth.connector.process;

import io.berth.connector.api.Problem;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.files.DurableFiles;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.files.Secrets;
import io.berth.connector.install.KmInstall;
import io.berth.connector.install.KmKind;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.SocketProof;
import io.berth.connector.warm.Answer;
import io.berth.connector.warm.WarmPool;
import io.berth.connector.warm.WarmProcess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Starts a project in a process that is warm already, on a worker's thread. When there is none, or
 * anything about it is in doubt, it is dead and its record is gone when this returns empty, and the
 * caller starts a cold one as if there had never been a warm pool.
 */
final class WarmLaunch {
  private static final Logger LOG = System.getLogger(WarmLaunch.class.getName());

  /** Some ten times what it takes on a busy machine. */
  private static final Duration LONGEST_STALL = Duration.ofSeconds(2);

  private final WarmPool pool;
  private final KmInstall install;
  private final Programs programs;
  private final ProcessRecords records;
  private final ReadyWait readyWait;
  private final SocketProof proof;
  private final Ender ender;
  private final InstantSource clock;
  private final LongSupplier nanos;

  WarmLaunch(
      WarmPool pool,
      KmInstall install,
      Programs programs,
      ProcessRecords records,
      ReadyWait readyWait,
      SocketProof proof,
      Ender ender,
      InstantSource clock,
      LongSupplier nanos) {
    this.pool = pool;
    this.install = install;
    this.programs = programs;
    this.records = records;
    this.readyWait = readyWait;
    this.proof = proof;
    this.ender = ender;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Why a warm process was not good enough. */
  private static final class Doubt extends Exception {
    private static final long serialVersionUID = 1L;

    Doubt(String why) {
      super(why);
    }
  }

  /**
   * @return empty when a cold start is to follow
   * @throws StartFailure when the start was called off, or the warm process cannot be ended
   * @throws InterruptedException when the adapter detaches: an assigned process goes on
   */
  Optional<LiveProcess> launch(StartOrder order, int port, StartAttempt attempt)
      throws StartFailure, Launcher.PortStolen, InterruptedException {
    Optional<WarmProcess> taken = suits(order) ? pool.take() : Optional.empty();
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    WarmProcess warm = taken.get();
    boolean over = false;
    try {
      LiveProcess live = assigned(warm, order, port, attempt);
      over = true;
      return Optional.of(live);
    } catch (InterruptedException e) {
      // why: the next adoption judges it; if the assignment did not reach it, it ends by itself
      over = true;
      throw e;
    } catch (IOException | Doubt | StartFailure | RuntimeException e) {
      if (attempt.cancelled()) {
        throw Launcher.cancelled(order);
      }
      LOG.log(
          Level.WARNING,
          "warm process {0} was not good for {1}, a cold start follows: {2}",
          warm.id(),
          order.project(),
          e.getMessage());
      return Optional.empty();
    } finally {
      try {
        if (!over) {
          end(warm, order);
        }
      } finally {
        warm.release();
      }
    }
  }

  /** Whether a warm process could serve this order: its output must become the project's log. */
  private boolean suits(StartOrder order) {
    if (!order.runtime().builtIn() || !install.isWarm(KmKind.of(order))) {
      return false;
    }
    try {
      return pool.reaches(DurableFiles.privateFolder(order.dataFolder()));
    } catch (IOException e) {
      return false; // why: the cold start that follows fails over it and says so
    }
  }

  private LiveProcess assigned(WarmProcess warm, StartOrder order, int port, StartAttempt attempt)
      throws IOException, Doubt, StartFailure, Launcher.PortStolen, InterruptedException {
    long begun = nanos.getAsLong();
    Instant at = clock.instant();
    Path folder = order.dataFolder();
    String secret = Secrets.create(folder, order.generation());
    // why before the assignment: from then on the process is found by this record and, as soon as
    // it has read the assignment, by the mark in its environment
    records.write(record(warm, order, port, at));
    new ProcessLog(folder).take(warm.output());
    Answer answer =
        warm.assign(
            install.assignment(order, port, Secrets.file(folder, order.generation())),
            patience(order.startTimeout()),
            attempt::cancelled);
    if (!answer.ready()) {
      if (answer.status() == Answer.PORT_TAKEN && proof.taken(port)) {
        throw new Launcher.PortStolen();
      }
      throw new Doubt(answer.text());
    }
    Launcher.Forked forked = new Launcher.Forked(warm.child(), warm.group());
    LiveProcess live = readyWait.until(order, port, secret, forked, at, attempt);
    return live.from(StartSource.WARM, Duration.ofNanos(nanos.getAsLong() - begun));
  }

  /**
   * How long a warm process may take to serve: it has only a port and a file to open. A stalled one
   * costs its caller no more than this, and a cold start follows. Pure.
   */
  static Duration patience(Duration startTimeout) {
    Duration part = startTimeout.dividedBy(4);
    return part.compareTo(LONGEST_STALL) < 0 ? part : LONGEST_STALL;
  }

  private static ProcessRecord record(WarmProcess warm, StartOrder order, int port, Instant at) {
    return new ProcessRecord(
            order.project(), order.generation(), order.runtime().name(), port, 0, 0, "", at)
        .forked(warm.group().leader());
  }

  private void end(WarmProcess warm, StartOrder order) throws StartFailure, InterruptedException {
    Ender.Outcome outcome = ender.end(warm.group(), programs.marker(order), order.stopTimeout());
    switch (outcome) {
      case ENDED, KILLED -> records.remove(order.project(), order.generation());
      case SURVIVED ->
          throw new StartFailure(
              Problem.START_FAILED,
              "pid "
                  + warm.child().pid()
                  + ", which was to serve "
                  + order.project()
                  + ", survives SIGKILL; look at the host",
              null);
      default -> throw new InterruptedException();
    }
  }
}
