package io.berth.cli.os;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Waits for a condition that nobody signals (a process of others, a file, a port), looking again
 * and again at a bounded rate.
 */
public final class Waiting {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final LongSupplier NANOS = System::nanoTime;

  private Waiting() {}

  /** Whether the condition came true within the limit. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    return until(limit, LOOK_EVERY, condition);
  }

  /** The same with its own interval. */
  public static boolean until(Duration limit, Duration interval, BooleanSupplier condition) {
    long deadline = NANOS.getAsLong() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (NANOS.getAsLong() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(interval.toNanos());
    }
    return true;
  }
}
