package io.berth.lifecycle.idle;

import io.berth.connector.api.StopReason;
import java.time.Instant;
import java.util.Optional;

/** What the idle policy wants of a process. */
public sealed interface IdleDecision {

  /** What keeps a process, or keeps it longest. */
  enum Why {
    /** There is no process that could be idle. */
    NOT_READY,
    /** Requests are under way. */
    IN_FLIGHT,
    /** A busy lease is held. */
    BUSY,
    /** A window of its schedule is open. */
    WARM,
    /** It was started a short time ago. */
    GRACE,
    /** A stream is open that carried something a short time ago. */
    STREAM,
    /** It was used, and the idle timeout is not over. */
    USED,
    /** It had fewer requests than the minimum, and the unused timeout is not over. */
    UNUSED,
    /** Something is missing, negative or in the future: nothing is stopped on a doubt. */
    DOUBT
  }

  /**
   * Leave it alone.
   *
   * @param stopAt when it will be idle if nothing happens; empty while something goes on, or in
   *     doubt
   */
  record Keep(Optional<Instant> stopAt, Why why) implements IdleDecision {}

  /** End it: IDLE, or UNUSED when it never had the minimum of requests. */
  record Stop(StopReason reason) implements IdleDecision {}

  /** Keep, without a time. */
  static IdleDecision keep(Why why) {
    return new Keep(Optional.empty(), why);
  }
}
