package io.berth.gateway.proxy;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * How many places a second a project's queue was given lately: over the last ten to twenty seconds
 * in which somebody always waited. Before it has stood for ten nothing is known of it. Kept by a
 * {@link Bulkhead}, under its lock; has no clock of its own.
 */
final class QueuePace {
  /** why: twice as long as a silent exchange keeps its place, so that there is one in each. */
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long windowBegan;
  private int inThis;
  private int inTheOneBefore;
  private boolean known;

  /** The first one waits. What went before says nothing of a queue. */
  void begins(long now) {
    windowBegan = now;
    inThis = 0;
    inTheOneBefore = 0;
    known = false;
  }

  /** A place was given to somebody who waited. */
  void moves(long now) {
    turn(now);
    inThis++;
  }

  /** Places a second; empty while the queue has not stood for long enough. */
  OptionalDouble perSecond(long now) {
    turn(now);
    if (!known) {
      return OptionalDouble.empty();
    }
    double seconds = (double) (WINDOW_NANOS + now - windowBegan) / TimeUnit.SECONDS.toNanos(1);
    return OptionalDouble.of((inTheOneBefore + inThis) / seconds);
  }

  private void turn(long now) {
    long windows = (now - windowBegan) / WINDOW_NANOS;
    if (windows > 0) {
      inTheOneBefore = windows == 1 ? inThis : 0;
      inThis = 0;
      windowBegan += windows * WINDOW_NANOS;
      known = true;
    }
  }
}
