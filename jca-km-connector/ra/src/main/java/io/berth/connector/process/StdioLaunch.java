package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.Transport;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.proc.Ender;
import io.berth.connector.stdio.ChildPipe;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Starts programs that speak MCP over their standard input and output; leaves all others to the
 * launcher behind it. Such a program has no port and no secret; it is ready when it has answered
 * {@code initialize}.
 */
final class StdioLaunch implements Launch {
  private static final Logger LOG = System.getLogger(StdioLaunch.class.getName());
  private static final Duration DETACHING = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 20;

  private final Launcher others;
  private final Programs programs;
  private final ProcessRecords records;
  private final Ender ender;
  private final InstantSource clock;
  private final LongSupplier nanos;

  StdioLaunch(
      Launcher others,
      Programs programs,
      ProcessRecords records,
      Ender ender,
      InstantSource clock,
      LongSupplier nanos) {
    this.others = others;
    this.programs = programs;
    this.records = records;
    this.ender = ender;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public StartFailure noPort(ProjectId project) {
    return others.noPort(project);
  }

  @Override
  public LiveProcess launch(StartOrder order, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    if (order.runtime().transport() != Transport.STDIO) {
      return others.launch(order, attempt);
    }
    Launcher.Prepared prepared = others.prepare(order, 0);
    Fork.Program program = programs.program(order, 0);
    if (attempt.cancelled()) {
      throw Launcher.cancelled(order);
    }
    Instant forkedAt = clock.instant();
    long begun = nanos.getAsLong();
    Launcher.Forked forked =
        others.fork(order, prepared, errors -> Fork.startPiped(program, errors));
    ChildPipe pipe = open(order, forked);
    try {
      await(order, forked, pipe, attempt);
      return new LiveProcess(
          order,
          KmTarget.stdio(order.project(), order.generation(), pipe.bridge()),
          forked.group(),
          Optional.of(forked.child()),
          forkedAt,
          Optional.of(Duration.ofNanos(nanos.getAsLong() - begun)),
          StartSource.COLD);
    } catch (InterruptedException e) {
      // why not left to the next adoption, as others are: nobody can take over its pipes
      end(order, forked, pipe, DETACHING);
      throw e;
    } catch (StartFailure | RuntimeException e) {
      end(order, forked, pipe, order.stopTimeout());
      throw e;
    }
  }

  private ChildPipe open(StartOrder order, Launcher.Forked forked) {
    ProcessLog log = new ProcessLog(order.dataFolder());
    String name = "project " + order.project() + " (generation " + order.generation() + ")";
    return ChildPipe.open(
        new ChildPipe.About(name, order.runtime().mcpPath(), order.runtime().readOnlyTools()),
        forked.child(),
        forked.group()::kill,
        line -> note(log, line),
        Workers.named("berth-stdio-" + order.project()),
        nanos);
  }

  private static void note(ProcessLog log, String line) {
    try {
      log.add(line);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the output of a process takes no line of ours", e);
    }
  }

  private void await(StartOrder order, Launcher.Forked forked, ChildPipe pipe, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    long deadline = nanos.getAsLong() + order.startTimeout().toNanos();
    CompletableFuture<String> answer = pipe.initialize();
    while (true) {
      try {
        String wrong = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (wrong.isEmpty()) {
          return;
        }
        if (forked.child().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          throw exited(order, forked, pipe);
        }
        throw StartFailure.failed(
            ReadyWait.name(order) + ": " + wrong + pipe.garbage() + ReadyWait.tail(order));
      } catch (TimeoutException notYet) {
        if (attempt.cancelled()) {
          throw Launcher.cancelled(order);
        }
        if (!forked.child().isAlive()) {
          throw exited(order, forked, pipe);
        }
        if (nanos.getAsLong() >= deadline) {
          throw StartFailure.failed(
              ReadyWait.name(order)
                  + " did not answer initialize on its standard output within "
                  + order.startTimeout()
                  + pipe.garbage()
                  + ReadyWait.tail(order));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static StartFailure exited(StartOrder order, Launcher.Forked forked, ChildPipe pipe) {
    int code = forked.child().exitValue();
    return new StartFailure(
        io.berth.connector.api.Problem.START_FAILED,
        ReadyWait.name(order)
            + " exited with code "
            + code
            + " before it answered initialize"
            + pipe.garbage()
            + ReadyWait.tail(order),
        OptionalInt.of(code),
        null);
  }

  private void end(StartOrder order, Launcher.Forked forked, ChildPipe pipe, Duration patience) {
    pipe.close();
    ender.end(forked.group(), programs.marker(order), patience);
    records.remove(order.project(), order.generation());
  }
}
