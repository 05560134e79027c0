package io.berth.gateway.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one agent asked for and is not done, in its order: one step at a time on a shared executor,
 * a bounded number behind it. Thread-safe.
 */
final class Lane {
  static final int MOST = 16;

  private final Executor executor;
  private final Deque<Runnable> waiting = new ArrayDeque<>(2);
  private boolean running;
  private boolean closed;

  Lane(Executor executor) {
    this.executor = executor;
  }

  /** Takes a step; false when there are too many, of this agent or of all. */
  boolean offer(Runnable step) {
    synchronized (this) {
      if (closed || waiting.size() >= MOST) {
        return false;
      }
      waiting.add(step);
      if (running) {
        return true;
      }
      running = true;
    }
    try {
      executor.execute(this::run);
      return true;
    } catch (RejectedExecutionException full) {
      synchronized (this) {
        running = false;
        return !waiting.removeLastOccurrence(step);
      }
    }
  }

  private void run() {
    for (Runnable step = next(); step != null; step = next()) {
      step.run();
      try {
        // why: the agents take turns
        executor.execute(this::run);
        return;
      } catch (RejectedExecutionException full) {
        continue;
      }
    }
  }

  private synchronized Runnable next() {
    Runnable step = waiting.poll();
    running = step != null;
    return step;
  }

  /** What was not begun is not done. */
  synchronized void close() {
    closed = true;
    waiting.clear();
  }
}
