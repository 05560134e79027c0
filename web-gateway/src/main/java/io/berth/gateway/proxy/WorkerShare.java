package io.berth.gateway.proxy;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers of one project. Where a node has only so many (before JDK 21), a project may begin
 * what lasts as long as others like (streams, callers that send slowly) only while it leaves more
 * free than it holds: one that is stuck ends at half, and there is always something left for the
 * next. What its places bound is not counted against it. Thread-safe.
 */
final class WorkerShare {
  /** What a project may always wait for, however many streams it has. */
  private static final int FEW = 32;

  private final Workers workers;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger lasting = new AtomicInteger();

  WorkerShare(Workers workers) {
    this.workers = workers;
  }

  /** Whether it may begin a stream; always, where workers cost next to nothing. */
  boolean mayGrow() {
    return held.get() < workers.free();
  }

  /** Why it may not, for a caller. */
  String words() {
    return mayGrow() ? "" : ": they hold " + held.get() + " of the " + workers.limit() + " threads";
  }

  /**
   * Runs it on a worker.
   *
   * @throws RejectedExecutionException when the node has none
   */
  void execute(Runnable task) {
    if (workers.isBounded()) {
      counted(held, task);
    } else {
      workers.execute(task);
    }
  }

  /**
   * Runs what lasts as long as others like.
   *
   * @throws RejectedExecutionException when the node has none, or the project has its share
   */
  void executeFairly(Runnable task) {
    if (!workers.isBounded()) {
      workers.execute(task);
      return;
    }
    if (lasting.incrementAndGet() > FEW && !mayGrow()) {
      lasting.decrementAndGet();
      throw new RejectedExecutionException("the project has its share of the workers");
    }
    try {
      counted(held, () -> run(task, lasting));
    } catch (RejectedExecutionException none) {
      lasting.decrementAndGet();
      throw none;
    }
  }

  /** See {@link Workers#tickAfter}. */
  void tickAfter(Duration pause, Runnable tick) {
    workers.tickAfter(pause, tick);
  }

  private void counted(AtomicInteger count, Runnable task) {
    count.incrementAndGet();
    try {
      workers.execute(() -> run(task, count));
    } catch (RejectedExecutionException none) {
      count.decrementAndGet();
      throw none;
    }
  }

  private static void run(Runnable task, AtomicInteger count) {
    try {
      task.run();
    } finally {
      count.decrementAndGet();
    }
  }
}
