package io.berth.lifecycle.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings steps into an order in which each comes after what it waits for. Pure. */
final class StepOrder {
  private StepOrder() {}

  /**
   * The steps in order; those that wait for nothing of each other stay as they are.
   *
   * @throws IllegalArgumentException with the rule: a key twice, an unknown key, a circle
   */
  static List<PlanStep> of(List<PlanStep> steps) {
    Map<String, PlanStep> left = new LinkedHashMap<>();
    for (PlanStep step : steps) {
      if (left.put(step.key(), step) != null) {
        throw new IllegalArgumentException("two steps have the key '" + step.key() + "'");
      }
    }
    for (PlanStep step : steps) {
      for (String before : step.after()) {
        if (!left.containsKey(before)) {
          throw new IllegalArgumentException(
              "step '" + step.key() + "' waits for '" + before + "', which is no step");
        }
      }
    }
    List<PlanStep> ordered = new ArrayList<>();
    Set<String> done = new HashSet<>();
    while (!left.isEmpty()) {
      PlanStep next =
          left.values().stream()
              .filter(step -> done.containsAll(step.after()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "these steps wait for each other: " + String.join(", ", left.keySet())));
      ordered.add(next);
      done.add(next.key());
      left.remove(next.key());
    }
    return ordered;
  }
}
