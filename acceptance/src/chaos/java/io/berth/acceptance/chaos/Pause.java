package io.berth.acceptance.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How everything of a run waits: for a while, or until the run is over. */
final class Pause {
  private final CountDownLatch over = new CountDownLatch(1);

  /** Waits so long; false when the run is over. */
  boolean of(Duration time) {
    try {
      return !over.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  void end() {
    over.countDown();
  }
}
