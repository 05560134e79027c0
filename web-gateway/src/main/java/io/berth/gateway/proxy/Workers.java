package io.berth.gateway.proxy;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads on which long exchanges are finished: virtual ones where the JDK has them (21 and
 * later), else a bounded pool. The only class that knows the difference.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Workers.class.getName());

  /** Threads of the pool on a JDK without virtual threads. */
  static final int POOL_SIZE = 1200;

  private final ExecutorService executor;
  private final int limit;
  private final AtomicInteger busy = new AtomicInteger();
  private final ScheduledExecutorService clock;

  Workers() {
    this(virtual(), POOL_SIZE);
  }

  /** A pool of so many threads, on any JDK. */
  static Workers pool(int size) {
    return new Workers(Optional.empty(), size);
  }

  private Workers(Optional<ExecutorService> virtual, int size) {
    this.executor = virtual.orElseGet(() -> newPool(size));
    this.limit = virtual.isPresent() ? Integer.MAX_VALUE : size;
    this.clock = Executors.newSingleThreadScheduledExecutor(named("berth-gateway-clock-"));
  }

  /**
   * Runs it on a thread that may block.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the pool is exhausted or closed
   */
  void execute(Runnable task) {
    if (!isBounded()) {
      executor.execute(task);
      return;
    }
    busy.incrementAndGet();
    try {
      executor.execute(() -> counted(task));
    } catch (RejectedExecutionException none) {
      busy.decrementAndGet();
      throw none;
    }
  }

  private void counted(Runnable task) {
    try {
      task.run();
    } finally {
      busy.decrementAndGet();
    }
  }

  /** Whether there are only so many. */
  boolean isBounded() {
    return limit < Integer.MAX_VALUE;
  }

  /** How many there are. */
  int limit() {
    return limit;
  }

  /** How many of them have nothing to do. */
  int free() {
    return limit - busy.get();
  }

  /** Runs something that neither blocks nor lasts, after a pause, on the clock's own thread. */
  void tickAfter(Duration pause, Runnable tick) {
    clock.schedule(tick, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs it again and again; a failure is logged and does not end it. */
  void every(Duration interval, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "a periodic step of the gateway failed", failure);
          }
        };
    clock.scheduleWithFixedDelay(
        guarded, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    executor.shutdownNow();
  }

  private static ExecutorService newPool(int size) {
    return new ThreadPoolExecutor(
        0, size, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("berth-gateway-"));
  }

  private static Optional<ExecutorService> virtual() {
    try {
      return Optional.of(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (NoSuchMethodException olderJdk) {
      return Optional.empty();
    } catch (IllegalAccessException | InvocationTargetException broken) {
      throw new IllegalStateException("virtual threads are announced but refused", broken);
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory plain = Executors.defaultThreadFactory();
    return task -> {
      java.lang.Thread thread = plain.newThread(task);
      thread.setName(prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
