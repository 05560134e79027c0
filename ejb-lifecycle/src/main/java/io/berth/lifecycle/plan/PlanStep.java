package io.berth.lifecycle.plan;

import java.util.List;

/**
 * One task of a {@link Plan}.
 *
 * @param key its name within the plan
 * @param phase the part of the plan that it belongs to
 * @param hours how long it is thought to take
 * @param after keys of steps that must be done before
 */
public record PlanStep(
    String key,
    String phase,
    String name,
    String description,
    double hours,
    List<String> labels,
    List<String> after) {
  public PlanStep {
    labels = List.copyOf(labels);
    after = List.copyOf(after);
  }
}
