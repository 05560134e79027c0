package io.berth.lifecycle.claim;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The answer to a {@link Wish}: a task, or why there is none and when to ask again. */
public sealed interface Offer {
  /**
   * The agent holds it now.
   *
   * @param continued it held it before it asked
   */
  record Work(Assignment assignment, boolean continued) implements Offer {}

  /**
   * There is none.
   *
   * @param counts tasks of its projects by what keeps each from it
   * @param missingSkills what others would take, the most wanted first
   * @param current what it holds
   */
  record Nothing(
      Reason reason,
      Duration retryAfter,
      Map<String, Long> counts,
      List<String> missingSkills,
      List<Assignment> current)
      implements Offer {}
}
