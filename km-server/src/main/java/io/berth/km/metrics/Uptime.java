package io.berth.km.metrics;

import java.util.function.LongSupplier;

/** How long the process has been up, by the monotonic clock. */
public final class Uptime {
  private final LongSupplier nanos;
  private final long start;

  public Uptime(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  public double seconds() {
    return (nanos.getAsLong() - start) / 1_000_000 / 1e3;
  }
}
