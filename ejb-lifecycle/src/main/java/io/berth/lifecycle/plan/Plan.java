package io.berth.lifecycle.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Steps in an order in which each comes after what it waits for.
 *
 * @param drawnBy who or what made it: {@code rules} or {@code model}
 * @param reason why it was that one
 * @param confidence from 0 to 1, where who made it can tell
 */
public record Plan(List<PlanStep> steps, String drawnBy, String reason, OptionalDouble confidence) {
  /** A working day. */
  public static final double HOURS_A_DAY = 8;

  /** Steps of a plan. */
  public static final int MOST_STEPS = 100;

  /** By the rules of the house. */
  public static final String RULES = "rules";

  /** By a language model. */
  public static final String MODEL = "model";

  public Plan {
    steps = List.copyOf(steps);
  }

  /** The same, and why it was made by that one. */
  public Plan because(String why) {
    return new Plan(steps, drawnBy, why, confidence);
  }

  /**
   * The same, with skills only preferred. why: a task that requires what nobody has is never handed
   * out, and who made the plan may not know who is there
   */
  public Plan requiringNothing() {
    return new Plan(
        steps.stream().map(PlanStep::requiringNothing).toList(), drawnBy, reason, confidence);
  }

  /** The parts of the plan, in their order. */
  public List<String> phases() {
    return steps.stream().map(PlanStep::phase).distinct().toList();
  }

  /** How many steps wait for others. */
  public int dependencies() {
    return steps.stream().mapToInt(step -> step.after().size()).sum();
  }

  /** Steps that wait for nothing. */
  public List<String> first() {
    return steps.stream().filter(s -> s.after().isEmpty()).map(PlanStep::key).toList();
  }

  /** Working days: the longest chain, or all the work shared by the team, whichever is more. */
  public double days(int teamSize) {
    Map<String, Double> ends = new HashMap<>();
    for (PlanStep step : steps) {
      double start =
          step.after().stream().map(ends::get).max(Comparator.naturalOrder()).orElse(0.0);
      ends.put(step.key(), start + step.hours());
    }
    double chain = ends.values().stream().max(Comparator.naturalOrder()).orElse(0.0);
    double work = steps.stream().mapToDouble(PlanStep::hours).sum();
    return Math.max(chain, work / Math.max(1, teamSize)) / HOURS_A_DAY;
  }
}
