package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When more threads are woken, and how many. */
class ReinforcementTest {
  private final Reinforcement policy = new Reinforcement(2);

  @Test
  void nobodyIsWokenForWhatHasJustCome() {
    assertThat(policy.atLook(10, 0)).isZero();
  }

  @Test
  void whatStillWaitsAtTheNextLookWakesAsManyIfNothingMoved() {
    policy.atLook(10, 0);
    assertThat(policy.atLook(15, 1)).as("the ten of before, less the one").isEqualTo(9);
  }

  @Test
  void aQueueThatMovesIsWorthStandingIn() {
    policy.atLook(1_000, 0);
    for (int look = 1; look < 50; look++) {
      assertThat(policy.atLook(1_000 + 10 * look, 10L * look)).isZero();
    }
    assertThat(policy.atLook(2_000, 500)).as("but not for ever").isOne();
  }

  @Test
  void onceThoseOfBeforeAreServedItBeginsAnew() {
    policy.atLook(10, 0);
    assertThat(policy.atLook(20, 10)).isZero();
    assertThat(policy.atLook(20, 10)).isEqualTo(10);
  }
}
