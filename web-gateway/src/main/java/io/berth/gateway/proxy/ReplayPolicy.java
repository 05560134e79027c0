package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;

/**
 * Whether a failed exchange may be sent again to the next generation: the contract's rule, nothing
 * else. Pure.
 */
final class ReplayPolicy {
  private ReplayPolicy() {}

  /**
   * A failed attempt.
   *
   * @param mayHaveHadEffect whether a byte of it left
   * @param bodyAtHand whether the whole body can be sent again
   * @param safeMethod GET, HEAD or OPTIONS
   * @param safeTool an MCP call of a tool that the runtime lists as read-only
   * @param keyStored an Idempotency-Key came along and the runtime stores keys with the write
   * @param replays how often it was replayed after it may have had an effect
   * @param deadlineOver whether the caller's patience is over
   */
  record Attempt(
      boolean mayHaveHadEffect,
      boolean bodyAtHand,
      boolean safeMethod,
      boolean safeTool,
      boolean keyStored,
      int replays,
      boolean deadlineOver) {}

  static boolean allows(Attempt attempt) {
    if (attempt.deadlineOver || !attempt.bodyAtHand) {
      return false;
    }
    if (!attempt.mayHaveHadEffect) {
      return true;
    }
    // why: once only, so that a request that kills its KM does not kill generation after generation
    return attempt.replays == 0 && (attempt.safeMethod || attempt.safeTool || attempt.keyStored);
  }

  /** Whether the exchange ended before the KM had said all. */
  static boolean brokeOff(KmException failure) {
    return failure.problem() == Problem.BAD_UPSTREAM
        || failure.problem() == Problem.OUTCOME_UNKNOWN;
  }

  /** Whether the same may go well a moment later. */
  static boolean mayPass(KmException failure) {
    return switch (failure.problem()) {
      case STARTING, DRAINING, BAD_UPSTREAM, OUTCOME_UNKNOWN -> true;
      default -> false;
    };
  }
}
