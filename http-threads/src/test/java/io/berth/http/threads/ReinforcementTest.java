package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When more threads are woken, and how many; when one lies down again. */
class ReinforcementTest {
  private static final long MILLI = 1_000_000;

  private final Reinforcement policy = new Reinforcement(2);
  private long now;

  @Test
  void nobodyIsWokenForWhatHasJustCome() {
    assertThat(look(10, 0)).isZero();
  }

  @Test
  void whatStillWaitsAtTheNextLookWakesAsManyIfNothingMoved() {
    look(10, 0);
    assertThat(look(15, 1)).as("the ten of before, less the one").isEqualTo(9);
  }

  @Test
  void aQueueThatMovesIsWorthStandingIn() {
    look(1_000, 0);
    for (int at = 1; at < 50; at++) {
      assertThat(look(1_000 + 10 * at, 10L * at)).isNotPositive();
    }
    assertThat(look(2_000, 500)).as("but not for ever").isOne();
    for (int at = 51; at < 55; at++) {
      assertThat(look(2_000, 10L * at)).isZero();
    }
    assertThat(look(2_000, 550)).as("one more in five looks").isOne();
  }

  @Test
  void onceThoseOfBeforeAreServedItBeginsAnew() {
    look(10, 0);
    assertThat(look(20, 10)).isZero();
    assertThat(look(20, 10)).isEqualTo(10);
  }

  @Test
  void aLookThatComesLateSaysNothing() {
    look(10, 0);
    now += 5 * MILLI;
    assertThat(look(15, 0)).as("the threads were held up like the watch").isZero();
    assertThat(look(15, 0)).isEqualTo(10);
  }

  @Test
  void oneLateLookAfterTheOtherDoes() {
    look(10, 0);
    now += 5 * MILLI;
    assertThat(look(15, 0)).isZero();
    now += 5 * MILLI;
    assertThat(look(15, 0)).isEqualTo(10);
  }

  @Test
  void whileItMovesOneMayLieDownNowAndThen() {
    int change = 0;
    for (int at = 1; at <= 100; at++) {
      change += look(16L + 10 * at, 10L * at);
    }
    assertThat(change).as("one in three looks").isEqualTo(-33);
  }

  @Test
  void whileItStandsStillNobodyLiesDown() {
    for (int at = 1; at <= 100; at++) {
      assertThat(look(at, at - 1)).isNotNegative();
    }
  }

  private int look(long added, long taken) {
    now += MILLI;
    return policy.atLook(now, added, taken);
  }
}
