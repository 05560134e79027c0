package io.berth.gateway.cache;

import io.berth.cache.CacheCounts;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many of the questions of the last minutes were answered from the cache. Told the counts now
 * and then by one thread; read by any.
 */
public final class HitRatio {
  private final int samples;
  private final Deque<CacheCounts> window = new ArrayDeque<>();
  private volatile double ratio;

  /**
   * @param samples how many times {@link #sample} is called in the time that counts
   */
  public HitRatio(int samples) {
    this.samples = samples;
  }

  /** Takes note of the counts since the start. */
  public void sample(CacheCounts now) {
    window.addLast(now);
    if (window.size() > samples + 1) {
      window.removeFirst();
    }
    CacheCounts then = window.peekFirst();
    long hits = now.hits() - then.hits();
    long all = hits + now.misses() - then.misses();
    ratio = all == 0 ? 0 : (double) hits / all;
  }

  /** From 0 to 1; 0 where nothing was asked. */
  public double value() {
    return ratio;
  }
}
