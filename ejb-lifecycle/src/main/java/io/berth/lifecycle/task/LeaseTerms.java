package io.berth.lifecycle.task;

import java.time.Duration;

/**
 * How long the holder of a task may be silent, by what the task is about at that time.
 *
 * @param working while it works, or is blocked
 * @param validating while its result is checked
 * @param waiting while it waits for a person
 */
public record LeaseTerms(Duration working, Duration validating, Duration waiting) {
  /** What holds for a task that says nothing else. */
  public static final LeaseTerms DEFAULT =
      new LeaseTerms(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(7));

  static final Duration SHORTEST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofDays(30);

  /** The time in this state. */
  public Duration in(TaskState state) {
    return switch (state) {
      case VALIDATING -> validating;
      case WAITING_FOR_HUMAN -> waiting;
      default -> working;
    };
  }
}
