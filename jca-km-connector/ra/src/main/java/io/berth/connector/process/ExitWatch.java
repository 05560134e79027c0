package io.berth.connector.process;

import io.berth.connector.proc.ProcFs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sees processes end: our children by their exit, adopted ones by looking at pid and start ticks
 * every quarter of a second, and either at once when somebody suspects it. Says each death once.
 */
final class ExitWatch {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ProcFs proc;
  private final Map<LiveProcess, Consumer<LiveProcess>> watched = new ConcurrentHashMap<>();

  ExitWatch(ProcFs proc, Workers workers) {
    this.proc = proc;
    workers.every(LOOK, this::look);
  }

  /** Calls back once when the process has ended; at once if it has already. */
  void watch(LiveProcess process, Consumer<LiveProcess> ended) {
    watched.put(process, ended);
    // why: the JDK keeps this callback until the child ends, also beyond our own life; it holds
    // only the map, which is empty by then
    process.child().ifPresent(child -> child.onExit().thenRun(() -> gone(process)));
  }

  void forget(LiveProcess process) {
    watched.remove(process);
  }

  /** Looks at one process now; reads one file. */
  void suspect(LiveProcess process) {
    // why: a child is told by its exit, with its code, as soon as the kernel knows
    if (process.adopted() && !process.group().leaderRuns()) {
      gone(process);
    }
  }

  /** Forgets all: deaths are not told any more. */
  void close() {
    watched.clear();
  }

  private void look() {
    for (LiveProcess process : watched.keySet()) {
      if (process.adopted() && !proc.runs(process.group().leader())) {
        gone(process);
      }
    }
  }

  private void gone(LiveProcess process) {
    Consumer<LiveProcess> ended = watched.remove(process);
    if (ended != null) {
      ended.accept(process);
    }
  }
}
