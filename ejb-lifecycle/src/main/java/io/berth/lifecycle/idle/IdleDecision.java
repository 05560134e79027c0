package io.berth.lifecycle.idle;

import io.berth.connector.api.StopReason;
import java.time.Instant;
import java.util.Optional;

/** What the idle policy wants of a process. */
public sealed interface IdleDecision {

  /**
   * Leave it alone.
   *
   * @param stopAt when it will be idle if nothing happens; empty while something goes on, or in
   *     doubt
   */
  record Keep(Optional<Instant> stopAt) implements IdleDecision {}

  /** End it: IDLE, or UNUSED when it never had the minimum of requests. */
  record Stop(StopReason reason) implements IdleDecision {}

  /** Keep, without a time. */
  static IdleDecision keep() {
    return new Keep(Optional.empty());
  }
}
