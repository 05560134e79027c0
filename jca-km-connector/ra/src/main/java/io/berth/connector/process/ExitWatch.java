package io.berth.connector.process;

import io.berth.connector.proc.ProcFs;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sees processes end: our children by their exit, adopted and shared ones by looking at pid and
 * start ticks every quarter of a second (a hundred at a time), and either at once when somebody
 * suspects it. Says each death once.
 */
final class ExitWatch {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int AT_ONCE = 100;

  private final ProcFs proc;
  private final Map<LiveProcess, Consumer<LiveProcess>> watched = new ConcurrentHashMap<>();
  private Iterator<LiveProcess> round = Collections.emptyIterator();

  ExitWatch(ProcFs proc, Workers workers) {
    this.proc = proc;
    workers.every(LOOK, this::look);
  }

  /** Calls back once when the process has ended; at once if it has already. */
  void watch(LiveProcess process, Consumer<LiveProcess> ended) {
    watched.put(process, ended);
    // why: the JDK keeps this callback until the child ends, also beyond our own life; it holds
    // only the map, which is empty by then
    process
        .child()
        .filter(child -> !process.shared())
        .ifPresent(child -> child.onExit().thenRun(() -> gone(process)));
  }

  void forget(LiveProcess process) {
    watched.remove(process);
  }

  /** Looks at one process now; reads one file. */
  void suspect(LiveProcess process) {
    // why: a child is told by its exit, with its code, as soon as the kernel knows
    if (process.lookedAt() && !process.group().leaderRuns()) {
      gone(process);
    }
  }

  /** Forgets all: deaths are not told any more. */
  void close() {
    watched.clear();
  }

  private void look() {
    // why in parts: hundreds of adopted processes, four times a second, would be work for nothing;
    // a caller that finds one dead makes it suspect at once
    for (int looked = 0; looked < AT_ONCE; looked++) {
      if (!round.hasNext()) {
        round = watched.keySet().iterator();
        if (looked > 0 || !round.hasNext()) {
          return;
        }
      }
      LiveProcess process = round.next();
      if (process.lookedAt() && !proc.runs(process.group().leader())) {
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
