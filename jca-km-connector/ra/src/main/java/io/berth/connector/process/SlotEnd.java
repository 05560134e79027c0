package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.Secrets;
import io.berth.connector.proc.Ender;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The worker's half of an end: signals, verifies the death of the group, cleans up behind it. */
final class SlotEnd {
  private static final Logger LOG = System.getLogger(SlotEnd.class.getName());
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration REAPED = Duration.ofSeconds(2);
  private static final int LINES_SHOWN = 5;
  private static final int SIGNALLED = 128;
  private static final int MOST_SIGNALS = 64;

  private final ProcessSlot slot;
  private final SlotServices services;

  SlotEnd(ProcessSlot slot, SlotServices services) {
    this.slot = slot;
    this.services = services;
  }

  /** Ends the process; reports only a verified death, and tries again until it is one. */
  void end(LiveProcess process) {
    if (isDead(process, process.order().stopTimeout(), () -> end(process))) {
      tidy(process);
      awaitExitCode(process);
      String lastLines = lastLines(process);
      SlotCalls.post(slot, () -> slot.ended(process, exitCode(process), lastLines));
    }
  }

  /** After a crash: nothing of the group may be left when the next generation starts. */
  void cleanUp(LiveProcess process, CompletableFuture<Void> cleaned) {
    if (isDead(process, process.order().stopTimeout(), () -> cleanUp(process, cleaned))) {
      tidy(process);
      cleaned.complete(null);
    }
  }

  private boolean isDead(LiveProcess process, Duration patience, Runnable again) {
    if (process.shared()) {
      return isClosed(process, patience, again);
    }
    Ender.Outcome outcome =
        services
            .ender()
            .end(process.group(), services.programs().marker(process.order()), patience);
    switch (outcome) {
      case ENDED:
        return true;
      case KILLED:
        LOG.log(
            Level.WARNING,
            process.target() + " did not end within " + patience + " of SIGTERM and was killed");
        return true;
      case SURVIVED:
        LOG.log(
            Level.ERROR,
            process.target() + ", pid " + process.pid() + ", survives SIGKILL; look at the host");
        later(again);
        return false;
      default:
        return false;
    }
  }

  private boolean isClosed(LiveProcess process, Duration patience, Runnable again) {
    boolean closed = services.sharedEnd().end(process, patience);
    if (!closed && !Thread.currentThread().isInterrupted()) {
      later(again);
    }
    return closed;
  }

  private void later(Runnable again) {
    try {
      services.workers().after(AGAIN, () -> services.workers().ends().execute(again));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the adapter has detached; the next adoption goes on");
    }
  }

  private void tidy(LiveProcess process) {
    ProjectId project = process.order().project();
    try {
      Secrets.remove(process.order().dataFolder(), process.generation());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the secret of " + process.target() + " could not be removed", e);
    }
    services.records().remove(project, process.generation());
    services.ports().release(process.target().port(), project);
  }

  /** why: the kernel shows a death before the JDK's reaper has taken the code of it. */
  private static void awaitExitCode(LiveProcess process) {
    if (process.child().isPresent()) {
      try {
        process.child().get().waitFor(REAPED.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The exit code of a child; an adopted process has none that we could read. */
  static OptionalInt exitCode(LiveProcess process) {
    return process
        .child()
        .filter(child -> !child.isAlive())
        .map(child -> OptionalInt.of(child.exitValue()))
        .orElse(OptionalInt.empty());
  }

  /** The signal that an exit code stands for. */
  static OptionalInt signal(OptionalInt code) {
    return code.isPresent()
            && code.getAsInt() > SIGNALLED
            && code.getAsInt() <= SIGNALLED + MOST_SIGNALS
        ? OptionalInt.of(code.getAsInt() - SIGNALLED)
        : OptionalInt.empty();
  }

  /** What an operator reads about a process that ended by itself. */
  static String describeExit(LiveProcess process, OptionalInt code) {
    OptionalInt signal = signal(code);
    String how =
        signal.isPresent()
            ? "was ended by signal " + signal.getAsInt()
            : code.isPresent() ? "exited with code " + code.getAsInt() : "ended";
    return process.target() + " " + how + lastLines(process);
  }

  /** What it wrote last, for an operator; empty if it wrote nothing. Reads a file. */
  private static String lastLines(LiveProcess process) {
    if (process.shared()) {
      return ""; // why: they may be about other projects
    }
    List<String> lines = new ProcessLog(process.order().dataFolder()).tail(LINES_SHOWN);
    return lines.isEmpty() ? "" : "; last lines: " + String.join(" | ", lines);
  }
}
