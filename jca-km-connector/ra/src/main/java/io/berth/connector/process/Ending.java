package io.berth.connector.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stop under way: its reason, and who waits for it. Used in the slot's order only. */
final class Ending {
  private final StopReason reason;
  private final List<CompletableFuture<ProcessSnapshot>> callers = new ArrayList<>();

  Ending(StopReason reason) {
    this.reason = reason;
  }

  StopReason reason() {
    return reason;
  }

  /**
   * How long what is in flight may go on.
   *
   * @param unhealthyDrain for a process that failed its health checks
   */
  Duration drainTime(StartOrder order, SlotActivity.Reading left, Duration unhealthyDrain) {
    return switch (reason) {
      // why: who does not answer health checks will hardly finish what is in flight
      case UNHEALTHY -> unhealthyDrain;
      // why: an idle process has only streams left that carried nothing for long; a caller that
      // needs the process meanwhile must not wait for them
      case IDLE, UNUSED -> left.onlyStreams() ? Duration.ZERO : order.drainTimeout();
      default -> order.drainTimeout();
    };
  }

  /** Whether callers that wait are served by the generation that follows. */
  boolean startsAgain() {
    return reason == StopReason.RESTART
        || reason == StopReason.ROLLOUT
        || reason == StopReason.MOVED;
  }

  void add(CompletableFuture<ProcessSnapshot> caller) {
    callers.add(caller);
  }

  void done(ProcessSnapshot snapshot) {
    callers.forEach(caller -> caller.complete(snapshot));
  }

  void fail(Throwable reason) {
    callers.forEach(caller -> caller.completeExceptionally(reason));
  }
}
