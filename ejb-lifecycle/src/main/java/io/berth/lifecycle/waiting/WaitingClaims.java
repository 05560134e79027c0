package io.berth.lifecycle.waiting;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Wish;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Hands out tasks to those who would wait for one. */
public interface WaitingClaims {
  /**
   * Asks at once, on the caller's thread; where there is nothing, the stage is completed by a task
   * that comes within the wait, or by why there was none. A second wish of one agent ends the wait
   * of its first. To cancel the stage, as a {@code CompletableFuture}, withdraws the wish: a task
   * that was claimed at that moment stays the agent's, under its lease.
   *
   * @throws KmException as {@link io.berth.lifecycle.claim.Claims#request}
   */
  CompletionStage<Offer> request(Wish wish, Duration wait) throws KmException;
}
