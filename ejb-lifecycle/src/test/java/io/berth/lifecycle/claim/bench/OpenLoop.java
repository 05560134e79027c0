package io.berth.lifecycle.claim.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that arrive by chance at a rate, whether or not the earlier ones were answered. Each is
 * timed from when it was due, so that a stall is counted for all that had to wait behind it.
 */
final class OpenLoop {
  /** One call; returns the moment of its answer. */
  interface Call {
    long answered() throws Exception;
  }

  /** Milliseconds from due to answered. */
  record Times(double[] sorted, int failed, double perSecond) {
    double at(double percent) {
      int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
      return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
    }
  }

  private OpenLoop() {}

  static Times run(double rate, int seconds, long seed, Call call) throws InterruptedException {
    Random chance = new Random(seed);
    int count = (int) (rate * seconds);
    double[] millis = new double[count];
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch left = new CountDownLatch(count);
    ExecutorService threads = Executors.newCachedThreadPool();
    long start = System.nanoTime();
    double due = start;
    for (int i = 0; i < count; i++) {
      due += -Math.log(1 - chance.nextDouble()) / rate * 1e9;
      long at = (long) due;
      int slot = i;
      while (at - System.nanoTime() > 0) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      threads.execute(
          () -> {
            try {
              millis[slot] = (call.answered() - at) / 1e6;
            } catch (Exception e) {
              millis[slot] = Double.POSITIVE_INFINITY;
              if (failed.getAndIncrement() == 0) {
                e.printStackTrace();
              }
            } finally {
              left.countDown();
            }
          });
    }
    left.await(2, TimeUnit.MINUTES);
    double lasted = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    Arrays.sort(millis);
    return new Times(millis, failed.get(), (count - failed.get()) / lasted);
  }
}
