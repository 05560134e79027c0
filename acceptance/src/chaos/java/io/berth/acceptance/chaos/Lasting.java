package io.berth.acceptance.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Blows that last for a while: each is undone once, at its time or at the end of the run. */
final class Lasting {
  /** How something is undone. */
  interface Undo {
    void run() throws Exception;
  }

  private final Map<String, Undo> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  void until(Duration time, String whom, Undo undo) {
    held.put(whom, undo);
    timer.schedule(() -> undo(whom, undo), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean holds(String whom) {
    return held.containsKey(whom);
  }

  private void undo(String whom, Undo undo) {
    if (held.remove(whom, undo)) {
      try {
        undo.run();
      } catch (Exception e) {
        System.out.println("could not be undone: " + whom + ": " + e);
      }
    }
  }

  void undoAll() {
    held.forEach(this::undo);
    timer.shutdownNow();
  }
}
