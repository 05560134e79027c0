package io.berth.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each project was made to fail lately. A project whose program fails five times in five
 * minutes is quarantined by design; the run keeps below that. And it leaves a project alone for as
 * long as a request may take: a request must survive any blow, not three of them in a row.
 */
final class Wounds {
  private static final long WINDOW = Duration.ofMinutes(5).plusSeconds(30).toNanos();
  private static final int MOST = 4;

  private final Map<String, Deque<Long>> wounds = new HashMap<>();
  private final Map<String, Long> hit = new HashMap<>();

  /** Takes note of a blow with so many failures to come, unless it would be too much. */
  synchronized boolean take(String project, int failures) {
    Deque<Long> taken = wounds.computeIfAbsent(project, p -> new ArrayDeque<>());
    long now = System.nanoTime();
    Long last = hit.get(project);
    if (last != null && now - last < Options.PATIENCE.toNanos()) {
      return false;
    }
    taken.removeIf(at -> now - at > WINDOW);
    if (taken.size() + failures > MOST) {
      return false;
    }
    hit.put(project, now);
    for (int i = 0; i < failures; i++) {
      taken.add(now);
    }
    return true;
  }
}
