package io.berth.lifecycle.health;

import io.berth.connector.api.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the next probe of a process may wait. Pure. A process that is used, new, or failed its
 * last probe is asked every interval; one that nobody needs is asked less and less often, down to
 * {@code longest}, so that hundreds of quiet processes cost next to nothing. The first request to a
 * quiet process brings the interval back. In doubt the interval counts.
 */
public final class ProbePace {
  /**
   * How many intervals a quiet process may wait at most: its first caller who waits in vain hastens
   * the next probe anyway.
   */
  public static final int MOST_INTERVALS = 15;

  /** The part of its quiet time that a process may wait. */
  private static final int PARTS = 6;

  private ProbePace() {}

  /** The longest pause: by the interval, and well within what a KM waits for its lease. */
  public static Duration longest(Duration interval, Duration orphanTimeout) {
    Duration byLease = orphanTimeout.dividedBy(4);
    Duration most = interval.multipliedBy(MOST_INTERVALS);
    Duration least = byLease.compareTo(most) < 0 ? byLease : most;
    return least.compareTo(interval) < 0 ? interval : least;
  }

  /**
   * The pause when callers have reason to complain: no longer than a probe may take. In doubt the
   * other pause counts.
   */
  public static Duration suspected(Duration pause, Duration timeout) {
    return timeout.isNegative() || timeout.isZero() || timeout.compareTo(pause) > 0
        ? pause
        : timeout;
  }

  /**
   * The pause.
   *
   * @param failures of its last probes in a row
   */
  public static Duration pause(
      ProcessSnapshot process, int failures, Duration interval, Duration longest, Instant now) {
    if (failures != 0
        || process.inFlight() != 0
        || process.openStreams() != 0
        || process.readyAt().isEmpty()) {
      return interval;
    }
    Instant ready = process.readyAt().get();
    Instant active = process.lastActivityAt().filter(last -> last.isAfter(ready)).orElse(ready);
    Duration share = Duration.between(active, now).dividedBy(PARTS);
    if (share.compareTo(interval) < 0) {
      return interval;
    }
    return share.compareTo(longest) > 0 ? longest : share;
  }
}
