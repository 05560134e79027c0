package io.berth.km.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The right of this process to live: renewed by every authenticated request, over when none came
 * for a while. Measured by the monotonic clock, so that setting the wall clock neither ends nor
 * prolongs it. Renewed on request threads, read by the main thread.
 */
public final class Lease {
  private final long lengthNanos;
  private final LongSupplier nanos;
  private final AtomicLong renewedAt;

  public Lease(Duration length, LongSupplier nanos) {
    this.lengthNanos = length.toNanos();
    this.nanos = nanos;
    this.renewedAt = new AtomicLong(nanos.getAsLong());
  }

  public void renew() {
    renewedAt.set(nanos.getAsLong());
  }

  /** Nanoseconds until it is over; zero or less when it is. */
  public long remainingNanos() {
    return lengthNanos - (nanos.getAsLong() - renewedAt.get());
  }
}
