package io.berth.lifecycle.board;

import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What a card says, as far as people may change it. Labels are sorted, in lower case. */
public record CardWords(String name, String description, Priority priority, List<String> labels) {
  public CardWords {
    TreeSet<String> sorted = new TreeSet<>();
    labels.forEach(label -> sorted.add(label.toLowerCase(Locale.ROOT)));
    labels = List.copyOf(sorted);
  }

  /** What a card says of a task with these words. */
  public static CardWords of(TaskWords words) {
    return new CardWords(words.name(), words.description(), words.priority(), words.labels());
  }

  /** The words of a task that says this and otherwise what it said before. */
  public TaskWords over(TaskWords before) {
    return new TaskWords(
        name,
        description,
        priority,
        labels,
        before.requiredSkills(),
        before.preferredSkills(),
        before.files(),
        before.estimatedHours(),
        before.dueAt(),
        before.maxAttempts(),
        before.lease(),
        before.budget());
  }

  /**
   * The priority of any board's word for it; MEDIUM for what nobody knows. Pure.
   *
   * <p>why so generous: a card that somebody wrote by hand must not keep others from being read
   */
  public static Priority priority(String word) {
    String plain = word.strip().toLowerCase(Locale.ROOT);
    Optional<Priority> known = Priority.of(plain);
    return known.orElseGet(
        () ->
            switch (plain) {
              case "critical", "highest", "blocker", "p0" -> Priority.URGENT;
              case "p1", "important" -> Priority.HIGH;
              case "lowest", "minor", "trivial", "p3", "p4" -> Priority.LOW;
              default -> Priority.MEDIUM;
            });
  }
}
