package io.berth.lifecycle.advice;

import io.berth.lifecycle.task.Task;
import java.util.List;

/**
 * Somebody is stuck: what it says, and what the board knows around it.
 *
 * @param severity low, medium or high
 * @param attempted what it tried
 */
public record Blockage(
    Task task,
    String reporter,
    String description,
    String severity,
    List<String> attempted,
    Surroundings around) {
  public Blockage {
    attempted = List.copyOf(attempted);
  }
}
