package io.berth.connector.process;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One start of one slot, from the demand to its end. Serves as the version of the slot while it is
 * STARTING: what an older attempt reports changes nothing.
 */
final class StartAttempt {
  private enum Phase {
    QUEUED,
    RUNNING,
    CANCELLED
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);

  /** Called by the worker when its turn came; false if it was cancelled before. */
  boolean begin() {
    return phase.compareAndSet(Phase.QUEUED, Phase.RUNNING);
  }

  /**
   * Called off by a stop.
   *
   * @return true if no worker has begun it, so that none will report its end
   */
  boolean cancel() {
    return phase.getAndSet(Phase.CANCELLED) == Phase.QUEUED;
  }

  boolean cancelled() {
    return phase.get() == Phase.CANCELLED;
  }
}
