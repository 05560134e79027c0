package io.berth.connector.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StopReason;
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

  /** Whether callers that wait are served by the generation that follows. */
  boolean startsAgain() {
    return reason == StopReason.RESTART || reason == StopReason.ROLLOUT;
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
