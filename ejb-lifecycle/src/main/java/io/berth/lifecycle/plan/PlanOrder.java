package io.berth.lifecycle.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to have done, in words.
 *
 * @param title a short line
 * @param description what it is; lines of a list become a task each
 * @param teamSize how many work on it at once
 * @param techStack what it is made with
 */
public record PlanOrder(
    String title,
    String description,
    Optional<Instant> deadline,
    int teamSize,
    List<String> techStack) {
  public PlanOrder {
    techStack = List.copyOf(techStack);
  }
}
