package io.berth.connector.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the steps of one slot one after the other, in the order they were given, on borrowed
 * threads. A step never blocks, and one that throws does not stop the next.
 */
final class InOrder implements Executor {
  private static final Logger LOG = System.getLogger(InOrder.class.getName());

  private final Executor carrier;
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  InOrder(Executor carrier) {
    this.carrier = carrier;
  }

  /** Never refuses: when the carrier was shut down, the caller's own thread runs the step. */
  @Override
  public void execute(Runnable step) {
    steps.add(step);
    if (pending.getAndIncrement() == 0) {
      try {
        carrier.execute(this::drain);
      } catch (RejectedExecutionException e) {
        // why: who put a step behind this one meanwhile waits for it too, and would for ever; a
        // slot that was detached turns every step away without blocking
        drain();
      }
    }
  }

  private void drain() {
    do {
      try {
        steps.remove().run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "a step of a process slot failed", e);
      }
    } while (pending.decrementAndGet() != 0);
  }
}
