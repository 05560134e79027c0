package io.berth.lifecycle.task;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A change to a task: what is empty stays.
 *
 * @param words what is said of it, from what was said before; pure
 * @param dependencies all that it waits for from now on, parts aside
 * @param state TODO to open it, PARKED to park it, CANCELLED to call it off
 */
public record TaskPatch(
    UnaryOperator<TaskWords> words,
    Optional<List<String>> dependencies,
    Optional<TaskState> state) {
  /** Only another state. */
  public static TaskPatch to(TaskState state) {
    return new TaskPatch(UnaryOperator.identity(), Optional.empty(), Optional.of(state));
  }
}
