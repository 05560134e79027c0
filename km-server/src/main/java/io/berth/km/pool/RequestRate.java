package io.berth.km.pool;

import java.util.Arrays;

/** Counts requests of the last minute, second by second. Guarded by the pool's lock. */
final class RequestRate {
  private static final int SECONDS = 60;
  private static final long NANOS = 1_000_000_000L;

  private final int[] counts = new int[SECONDS];
  private long second;
  private int total;

  RequestRate(long now) {
    second = now / NANOS;
  }

  void count(long now) {
    advance(now);
    counts[slot(second)]++;
    total++;
  }

  double perMinute(long now) {
    advance(now);
    return total;
  }

  private void advance(long now) {
    long present = now / NANOS;
    if (present - second >= SECONDS) {
      Arrays.fill(counts, 0);
      total = 0;
      second = present;
    }
    while (second < present) {
      second++;
      total -= counts[slot(second)];
      counts[slot(second)] = 0;
    }
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
