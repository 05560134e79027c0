package io.berth.lifecycle.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What people say of a task, as far as it may be changed later.
 *
 * @param name a short line
 * @param labels what it is about
 * @param requiredSkills an agent without all of them never gets it
 * @param preferredSkills an agent with more of them is rather given it
 * @param files the files that it touches; two tasks that touch one are never held at once
 */
public record TaskWords(
    String name,
    String description,
    Priority priority,
    List<String> labels,
    List<String> requiredSkills,
    List<String> preferredSkills,
    List<String> files,
    OptionalDouble estimatedHours,
    Optional<Instant> dueAt,
    int maxAttempts,
    LeaseTerms lease,
    Budget budget) {
  /** Attempts at a task that says nothing else. */
  public static final int MAX_ATTEMPTS = 5;

  /** What holds where nothing is said; it has no name yet. */
  public static final TaskWords UNSAID =
      new TaskWords(
          "",
          "",
          Priority.MEDIUM,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          OptionalDouble.empty(),
          Optional.empty(),
          MAX_ATTEMPTS,
          LeaseTerms.DEFAULT,
          Budget.NONE);

  public TaskWords {
    labels = List.copyOf(labels);
    requiredSkills = List.copyOf(requiredSkills);
    preferredSkills = List.copyOf(preferredSkills);
    files = List.copyOf(files);
  }
}
