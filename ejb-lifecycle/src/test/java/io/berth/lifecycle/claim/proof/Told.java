package io.berth.lifecycle.claim.proof;

/**
 * What a caller was told, and between which moments it waited for that: from its first try to the
 * answer. A call that was never answered is not here, whatever came of it.
 *
 * @param request the caller's number of a report; null for what has none
 * @param asked by the monotonic clock of the machine, as is {@code answered}
 */
public record Told(
    What what, String agent, String task, int attempt, String request, long asked, long answered) {
  /** The answer. */
  public enum What {
    /** It got a task that it did not hold before. */
    GIVEN,
    /** It holds the task: it asked again, or a heartbeat was taken. */
    HOLDS,
    /** A report was taken that stands in the history. */
    TAKEN,
    /** A report came too late or from the wrong one. */
    REFUSED
  }
}
