package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.health.HealthPolicy.Streak;
import io.berth.lifecycle.health.HealthPolicy.Verdict;
import org.junit.jupiter.api.Test;

class HealthPolicyTest {
  @Test
  void onlyTheThresholdOfFailuresInARowLeadsToARestart() {
    Streak streak = Streak.NONE;
    for (boolean healthy : new boolean[] {false, false, true, false, false}) {
      Verdict verdict = HealthPolicy.decide(streak, 4, healthy, 3);
      assertThat(verdict.restart()).isFalse();
      streak = verdict.streak();
    }
    Verdict last = HealthPolicy.decide(streak, 4, false, 3);
    assertThat(last).isEqualTo(new Verdict(new Streak(4, 0), true));
  }

  @Test
  void failuresOfAnotherGenerationDoNotCount() {
    Streak twice = new Streak(4, 2);
    assertThat(HealthPolicy.decide(twice, 5, false, 3))
        .isEqualTo(new Verdict(new Streak(5, 1), false));
    assertThat(HealthPolicy.decide(twice, 3, false, 3)).isEqualTo(new Verdict(twice, false));
    assertThat(HealthPolicy.decide(twice, 3, true, 3)).isEqualTo(new Verdict(twice, false));
  }

  @Test
  void aThresholdThatMakesNoSenseRestartsNothing() {
    assertThat(HealthPolicy.decide(new Streak(1, 99), 1, false, 0).restart()).isFalse();
    assertThat(HealthPolicy.decide(new Streak(1, 99), 1, false, -1).restart()).isFalse();
    assertThat(HealthPolicy.decide(Streak.NONE, 1, false, 1).restart()).isTrue();
  }
}
