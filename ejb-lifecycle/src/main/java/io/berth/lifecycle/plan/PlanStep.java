package io.berth.lifecycle.plan;

import io.berth.lifecycle.task.Priority;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One task of a {@link Plan}.
 *
 * @param key its name within the plan
 * @param phase the part of the plan that it belongs to
 * @param hours how long it is thought to take
 * @param required skills without which nobody gets it
 * @param preferred skills that help
 * @param after keys of steps that must be done before
 */
public record PlanStep(
    String key,
    String phase,
    String name,
    String description,
    double hours,
    Priority priority,
    List<String> labels,
    List<String> required,
    List<String> preferred,
    List<String> after) {
  public PlanStep {
    labels = List.copyOf(labels);
    required = List.copyOf(required);
    preferred = List.copyOf(preferred);
    after = List.copyOf(after);
  }

  PlanStep requiringNothing() {
    Set<String> skills = new LinkedHashSet<>(required);
    skills.addAll(preferred);
    return new PlanStep(
        key,
        phase,
        name,
        description,
        hours,
        priority,
        labels,
        List.of(),
        List.copyOf(skills),
        after);
  }
}
