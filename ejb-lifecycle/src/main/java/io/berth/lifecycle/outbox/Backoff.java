package io.berth.lifecycle.outbox;

import java.time.Duration;

/** How long a sink that failed is left alone. Pure. */
public final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * Doubles with each failure in a row, up to five minutes.
   *
   * @param failures in a row, this one included
   * @param chance from 0 to 1: up to a fifth less, so that two nodes do not come back at one moment
   */
  public static Duration after(int failures, double chance) {
    int doublings = Math.min(Math.max(0, failures - 1), 20);
    Duration full = FIRST.multipliedBy(1L << doublings);
    Duration bounded = full.compareTo(LONGEST) > 0 ? LONGEST : full;
    return bounded.minusMillis((long) (bounded.toMillis() * chance / 5));
  }
}
