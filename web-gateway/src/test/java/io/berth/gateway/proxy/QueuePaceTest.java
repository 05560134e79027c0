package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueuePaceTest {
  private final QueuePace pace = new QueuePace();

  @Test
  void isNotKnownBeforeTheQueueHasStoodForAWindow() {
    pace.begins(seconds(100));
    pace.moves(seconds(105));
    assertThat(pace.perSecond(seconds(109))).isEmpty();
    assertThat(pace.perSecond(seconds(110))).hasValue(0.1);
  }

  @Test
  void isThatOfTheWindowBeforeAndOfThisOne() {
    pace.begins(seconds(100));
    for (int i = 0; i < 20; i++) {
      pace.moves(seconds(104));
    }
    pace.moves(seconds(114));
    assertThat(pace.perSecond(seconds(115)).getAsDouble()).isCloseTo(21 / 15.0, within(1e-9));
    assertThat(pace.perSecond(seconds(120)).getAsDouble()).isCloseTo(0.1, within(1e-9));
    assertThat(pace.perSecond(seconds(130))).hasValue(0);
  }

  @Test
  void ofAQueueThatBeginsIsNotThatOfTheOneBefore() {
    pace.begins(seconds(100));
    pace.moves(seconds(111));
    pace.begins(seconds(112));
    assertThat(pace.perSecond(seconds(121))).isEmpty();
    assertThat(pace.perSecond(seconds(122))).hasValue(0);
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
