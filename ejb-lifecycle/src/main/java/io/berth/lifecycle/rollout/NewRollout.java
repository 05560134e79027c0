package io.berth.lifecycle.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator says of a roll-out; what is empty has its default from the settings.
 *
 * @param percent the share of the canary, then all; instead of {@code steps}
 */
public record NewRollout(
    String runtime,
    int version,
    OptionalInt percent,
    List<Integer> steps,
    Optional<Duration> observe,
    OptionalInt maxFailures,
    OptionalInt maxErrorPercent,
    Optional<RolloutPlan.OnFailure> onFailure,
    Optional<RolloutPlan.Wake> wake,
    OptionalInt parallel) {
  public NewRollout {
    steps = List.copyOf(steps);
  }
}
