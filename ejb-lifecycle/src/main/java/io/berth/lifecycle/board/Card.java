package io.berth.lifecycle.board;

import io.berth.lifecycle.task.TaskState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A card as its board shows it.
 *
 * @param id its board's name for it
 * @param key the task it stands for; empty if it says none
 * @param columns the states that it shows: one, unless somebody is moving it
 * @param wanted whether a card without a key is to become a task
 */
public record Card(
    String id,
    String key,
    CardWords words,
    Set<TaskState> columns,
    Optional<String> assignee,
    boolean wanted) {
  public Card {
    columns = Set.copyOf(columns);
  }

  /** The one state that it shows; TODO if it shows several. */
  public TaskState column() {
    return columns.size() == 1 ? columns.iterator().next() : TaskState.TODO;
  }

  /** Where somebody moved it to since it showed {@code before}; empty if that is not certain. */
  public Optional<TaskState> movedFrom(Set<TaskState> before) {
    Set<TaskState> added = new HashSet<>(columns);
    added.removeAll(before);
    return added.size() == 1 ? Optional.of(List.copyOf(added).get(0)) : Optional.empty();
  }
}
