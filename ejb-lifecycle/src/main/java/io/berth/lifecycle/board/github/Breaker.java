package io.berth.lifecycle.board.github;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Refuses calls to a server for a while: after several failures in a row, or because it asked for a
 * pause. After that one failure is enough to refuse again. Any thread; never blocks.
 */
final class Breaker {
  private final int limit;
  private final Duration delay;
  private final LongSupplier nanos;
  private int failures;
  private boolean open;
  private long until;
  private String why = "";

  Breaker(int limit, Duration delay, LongSupplier nanos) {
    this.limit = limit;
    this.delay = delay;
    this.nanos = nanos;
  }

  /** Lets a call through, or refuses it with when to come again. */
  synchronized void pass() throws KmException {
    if (!open) {
      return;
    }
    long left = until - nanos.getAsLong();
    if (left > 0) {
      throw new KmException(
          Problem.UNAVAILABLE, "not asked now: " + why, Duration.ofNanos(left), null);
    }
    open = false;
  }

  synchronized void success() {
    failures = 0;
  }

  synchronized void failure(String reason) {
    failures++;
    if (failures >= limit) {
      pause(delay, reason);
    }
  }

  /** It asked not to be called for so long. */
  synchronized void pause(Duration time, String reason) {
    open = true;
    until = nanos.getAsLong() + time.toNanos();
    why = reason;
  }
}
