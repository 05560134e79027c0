package io.berth.connector.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An executor whose tasks run one by one when a test says so, on the test's own thread. */
final class Steps extends AbstractExecutorService {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean shutdown;

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    tasks.add(task);
  }

  /** Runs the oldest task; false if there is none. */
  boolean runOne() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = new ArrayList<>(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && tasks.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  /** A timer on a clock that a test moves. Periodic tasks are not run at all. */
  static final class Timer extends ScheduledThreadPoolExecutor {
    private record Due(long at, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private final AtomicLong nanos;

    Timer(AtomicLong nanos) {
      super(0);
      this.nanos = nanos;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      if (isShutdown()) {
        throw new RejectedExecutionException("shut down");
      }
      due.add(new Due(nanos.get() + unit.toNanos(delay), task));
      return null;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long first, long pause, TimeUnit unit) {
      return null;
    }

    @Override
    public List<Runnable> shutdownNow() {
      due.clear();
      return super.shutdownNow();
    }

    boolean isQuiet() {
      return due.isEmpty();
    }

    /** Moves the clock and runs what is due by then, in order. */
    void pass(Duration time) {
      long end = nanos.get() + time.toNanos();
      while (true) {
        Due next =
            due.stream()
                .filter(d -> d.at <= end)
                .min(Comparator.comparingLong(Due::at))
                .orElse(null);
        if (next == null) {
          nanos.set(end);
          return;
        }
        due.remove(next);
        nanos.set(Math.max(nanos.get(), next.at));
        next.task.run();
      }
    }
  }
}
