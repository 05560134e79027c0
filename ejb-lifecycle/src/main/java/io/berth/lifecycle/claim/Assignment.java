package io.berth.lifecycle.claim;

import io.berth.lifecycle.task.Task;
import java.time.Instant;
import java.util.Map;

/**
 * A task that an agent holds.
 *
 * @param attempt what every report about it must name
 * @param why why it was this one, in machine-readable words and numbers
 */
public record Assignment(Task task, int attempt, Instant assignedAt, Map<String, Object> why) {
  public Assignment {
    why = Map.copyOf(why);
  }
}
