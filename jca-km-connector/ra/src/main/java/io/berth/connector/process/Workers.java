package io.berth.connector.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the supervisor. Starts are taken in the order they were asked for, so many at once
 * as configured; ends have their own threads, so that a stop never waits for starts.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Workers.class.getName());
  private static final int SLOT_THREADS = 2;
  private static final int END_THREADS = 32;

  private final ExecutorService slots;
  private final ExecutorService starts;
  private final ExecutorService ends;
  private final ScheduledExecutorService timer;

  Workers(int startConcurrency) {
    this(
        Executors.newFixedThreadPool(SLOT_THREADS, named("berth-slot")),
        pool(startConcurrency, "berth-start"),
        pool(END_THREADS, "berth-end"),
        timer());
  }

  /** On executors of others. */
  Workers(
      ExecutorService slots,
      ExecutorService starts,
      ExecutorService ends,
      ScheduledExecutorService timer) {
    this.slots = slots;
    this.starts = starts;
    this.ends = ends;
    this.timer = timer;
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("berth-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Daemon threads with a name and a number. */
  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory plain = Executors.defaultThreadFactory();
    return task -> {
      Thread thread = plain.newThread(task);
      thread.setName(name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      // why: the creator's loader may belong to an application that is undeployed before we are
      thread.setContextClassLoader(Workers.class.getClassLoader());
      return thread;
    };
  }

  ExecutorService slots() {
    return slots;
  }

  ExecutorService starts() {
    return starts;
  }

  /** Starts that somebody waits for now, under way or not yet. */
  int startsDemanded() {
    return starts instanceof ThreadPoolExecutor pool
        ? pool.getActiveCount() + pool.getQueue().size()
        : 0;
  }

  ExecutorService ends() {
    return ends;
  }

  /** Runs a short task later; never runs it if the adapter detaches first. */
  Future<?> after(Duration delay, Runnable task) {
    return timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
  }

  void every(Duration pause, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            // why: an exception would end the periodic task for good
            LOG.log(Level.ERROR, "a periodic task of the adapter failed", e);
          }
        };
    timer.scheduleWithFixedDelay(guarded, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Interrupts what waits and ends every thread, within seconds. */
  @Override
  public void close() {
    List<ExecutorService> all = List.of(timer, starts, ends, slots);
    all.forEach(ExecutorService::shutdownNow);
    for (ExecutorService one : all) {
      try {
        one.awaitTermination(3, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    int most = Math.max(1, threads);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
