package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingRoomTest {
  private final WaitingRoom room = new WaitingRoom(1000, 16, Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({"0, 16", "0.1, 16", "3.2, 96", "4.01, 121", "33.3, 999", "500, 1000"})
  void holdsThoseWhoseTurnComesWhileTheyAreHeld(double perSecond, int holds) {
    assertThat(room.holds(OptionalDouble.of(perSecond))).isEqualTo(holds);
  }

  @Test
  void holdsAsManyAsItCanOfAQueueThatHasJustBegun() {
    assertThat(room.holds(OptionalDouble.empty())).isEqualTo(1000);
    assertThat(room.askAgainAfter(1000, OptionalDouble.empty())).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void hasNoMoreSeatsThanItWasGiven() {
    WaitingRoom small = new WaitingRoom(3, 16, Duration.ofSeconds(30));
    assertThat(small.holds(OptionalDouble.of(0))).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 2000, 1",
    "1000, 500, 2",
    "96, 10, 10",
    "96, 3.2, 30",
    "200, 1, 30",
    "16, 0, 30",
    "0, 0, 1"
  })
  void whoIsNotLetInAsksAgainWhenThoseWhoWaitHadTheirTurn(
      int waiting, double perSecond, long seconds) {
    assertThat(room.askAgainAfter(waiting, OptionalDouble.of(perSecond)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}
