package io.berth.gateway.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lines of a log, so many a second at most. What is left out is counted, and the count is told with
 * the next line. Any thread; never waits longer than for a counter.
 */
public final class CappedLog {
  private static final long SECOND = 1_000_000_000L;

  private final int most;
  private final LongSupplier nanos;
  private final Consumer<String> lines;
  private final AtomicLong left = new AtomicLong();
  private long second;
  private int written;

  /**
   * @param most lines a second
   */
  public CappedLog(int most, LongSupplier nanos, Consumer<String> lines) {
    this.most = most;
    this.nanos = nanos;
    this.lines = lines;
    this.second = nanos.getAsLong();
  }

  /** Writes it, or counts it. */
  public void write(String line) {
    if (!mayWrite()) {
      left.incrementAndGet();
      return;
    }
    long silent = left.getAndSet(0);
    lines.accept(silent == 0 ? line : line + " unwritten-before=" + silent);
  }

  private synchronized boolean mayWrite() {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      written = 0;
    }
    return written++ < most;
  }
}
