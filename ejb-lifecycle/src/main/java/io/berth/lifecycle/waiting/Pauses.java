package io.berth.lifecycle.waiting;

import java.time.Duration;

/** Growing pauses between tries: doubled from a fifth of a second up to ten seconds. One thread. */
final class Pauses {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration next = FIRST;

  Duration next() {
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return now;
  }

  void reset() {
    next = FIRST;
  }
}
