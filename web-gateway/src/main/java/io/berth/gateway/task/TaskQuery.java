package io.berth.gateway.task;

import io.berth.gateway.api.Queries;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.util.Optional;

/** The query parameters of a list of tasks. Pure. */
final class TaskQuery {
  private TaskQuery() {}

  static Optional<String> given(String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static Optional<TaskState> state(String text) {
    return given(text)
        .map(
            label -> {
              try {
                return TaskInput.state(label);
              } catch (IllegalArgumentException e) {
                throw Queries.invalid("'status' must be " + e.getMessage());
              }
            });
  }

  static Optional<TaskId> cursor(String text) {
    return given(text)
        .map(
            cursor -> {
              try {
                return TaskId.of(cursor);
              } catch (IllegalArgumentException e) {
                throw Queries.invalid("'cursor' must be the nextCursor of the page before");
              }
            });
  }
}
