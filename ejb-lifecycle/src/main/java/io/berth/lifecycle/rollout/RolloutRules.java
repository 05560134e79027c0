package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.BerthSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** What a roll-out must look like before it begins, and whose turn is when. Pure. */
final class RolloutRules {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST = 100;
  private static final int ERROR_PERCENT = 20;

  private RolloutRules() {}

  /** The wish with the defaults in it. */
  static RolloutPlan plan(NewRollout wish, BerthSettings.Rollout defaults) throws KmException {
    RolloutPlan plan =
        new RolloutPlan(
            steps(wish, defaults.steps()),
            wish.observe().orElse(defaults.observe()),
            wish.maxFailures().orElse(0),
            wish.maxErrorPercent().orElse(ERROR_PERCENT),
            wish.onFailure().orElse(RolloutPlan.OnFailure.ROLLBACK),
            wish.wake().orElse(RolloutPlan.Wake.CANARY),
            wish.parallel().orElse(defaults.parallel()));
    require(
        !plan.observe().isNegative() && plan.observe().compareTo(LONGEST) <= 0,
        "'observe' must be between PT0S and " + LONGEST);
    require(plan.maxFailures() >= 0, "'maxFailures' must not be negative");
    require(
        plan.maxErrorPercent() >= 0 && plan.maxErrorPercent() <= MOST,
        "'maxErrorPercent' must be from 0 to 100");
    require(plan.parallel() >= 1 && plan.parallel() <= MOST, "'parallel' must be from 1 to 100");
    return plan;
  }

  private static List<Integer> steps(NewRollout wish, List<Integer> otherwise) throws KmException {
    require(
        wish.percent().isEmpty() || wish.steps().isEmpty(), "give 'percent' or 'steps', not both");
    if (wish.percent().isPresent()) {
      int percent = wish.percent().getAsInt();
      require(percent >= 1 && percent <= MOST, "'percent' must be from 1 to 100");
      return percent == MOST ? List.of(MOST) : List.of(percent, MOST);
    }
    if (wish.steps().isEmpty()) {
      return otherwise;
    }
    int before = 0;
    for (int step : wish.steps()) {
      require(step > before && step <= MOST, "'steps' must rise, from 1 to 100");
      before = step;
    }
    require(before == MOST, "the last of 'steps' must be 100");
    return wish.steps();
  }

  /** Sorts projects into the order of their turn: the same for the same roll-out, else mixed. */
  static String turn(String runtime, int version, ProjectId project) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (runtime + "@" + version + ":" + project.value())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean holds, String rule) throws KmException {
    if (!holds) {
      throw new KmException(Problem.INVALID, rule);
    }
  }
}
