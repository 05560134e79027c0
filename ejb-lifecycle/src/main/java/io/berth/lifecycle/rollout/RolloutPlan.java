package io.berth.lifecycle.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a roll-out is to go.
 *
 * @param steps the share of projects in percent that each step reaches, rising to 100
 * @param observe how long each project must stay healthy after its switch
 * @param maxFailures so many failed projects are tolerated
 * @param maxErrorPercent the share of a project's answers that may be server errors while observed
 * @param onFailure what follows one failure too many
 * @param wake which sleeping projects are started for a verdict
 * @param parallel processes that are replaced at once
 */
public record RolloutPlan(
    List<Integer> steps,
    Duration observe,
    int maxFailures,
    int maxErrorPercent,
    OnFailure onFailure,
    Wake wake,
    int parallel) {

  /** What follows one failure too many. */
  public enum OnFailure {
    /** Every switched project returns to the version before. */
    ROLLBACK,
    /** Nothing more is switched until an operator decides. */
    PAUSE;

    /** The spelling in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which sleeping projects are started for a verdict. */
  public enum Wake {
    /** None: a sleeping project takes the version at its next start. */
    NONE,
    /** Those of the first step, so that the canary has a verdict. */
    CANARY,
    /** All of them. */
    ALL;

    /** The spelling in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RolloutPlan {
    steps = List.copyOf(steps);
  }

  /** How many projects may be switched in this step: at least one, and no critical one at first. */
  int quota(int step, int projects, int critical) {
    int share = steps.get(Math.min(step, steps.size() - 1));
    int count = Math.max(1, (int) Math.ceil(projects * share / 100.0));
    return Math.min(count, step == 0 ? projects - critical : projects);
  }

  /** Whether no step follows. A single step is followed by one for the critical projects. */
  boolean isLast(int step, int critical) {
    return step >= steps.size() - 1 && (step > 0 || critical == 0);
  }

  boolean wakes(int step) {
    return wake == Wake.ALL || wake == Wake.CANARY && step == 0;
  }
}
