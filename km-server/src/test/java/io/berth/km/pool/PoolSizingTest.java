package io.berth.km.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.PoolSizing.Open;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSizingTest {
  private static final PoolSettings DEFAULTS = PoolSettings.DEFAULTS;

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1.9, 2", "2, 5", "10, 5", "10.1, 10", "6000, 10"})
  void allowsAsManyAsTheRateNeeds(double rate, int bound) {
    assertThat(PoolSizing.bound(DEFAULTS, rate)).isEqualTo(bound);
  }

  @Test
  void closesIdleConnectionsDownToTheLeastNumber() {
    List<Open> idle = List.of(new Open(1, 0, 0), new Open(2, 0, minutes(1)));

    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, minutes(4))).isEmpty();
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, minutes(5)))
        .extracting(Open::id)
        .containsExactly(1L);
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, minutes(30)))
        .extracting(Open::id)
        .containsExactly(1L);
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 1, idle, minutes(30))).hasSize(2);
  }

  @Test
  void closesWhatIsAboveTheBoundTheLongestUnusedFirst() {
    List<Open> idle = List.of(new Open(1, 0, 20), new Open(2, 0, 10), new Open(3, 0, 30));

    assertThat(PoolSizing.toClose(DEFAULTS, 2, 1, idle, 40))
        .extracting(Open::id)
        .containsExactly(2L, 1L);
  }

  @Test
  void closesWhatHasLivedLongEnoughEvenIfItIsTheLast() {
    List<Open> idle = List.of(new Open(1, 0, minutes(60)));
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, minutes(60))).hasSize(1);
  }

  @Test
  void worksWhenTheClockOfNanosecondsOverflows() {
    long start = Long.MAX_VALUE - 5;
    List<Open> idle = List.of(new Open(1, start, start), new Open(2, start, start));
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, start + 10)).isEmpty();
    assertThat(PoolSizing.toClose(DEFAULTS, 5, 0, idle, start + minutes(5))).hasSize(1);
  }

  @Test
  void hasTheDefaultsOfThePlatform() {
    assertThat(DEFAULTS.checked())
        .isEqualTo(
            new PoolSettings(1, 5, Duration.ofMinutes(5), Duration.ofHours(1), 10, 10, 2, 2));
  }

  @Test
  void takesSingleSettingsAndListsAllMistakes() {
    PoolSettings changed =
        DEFAULTS.with("pool.max", "7").with("pool.idle", "PT1M").with("pool.expand-at", "20/min");
    assertThat(changed.max()).isEqualTo(7);
    assertThat(changed.idle()).isEqualTo(Duration.ofMinutes(1));
    assertThat(changed.expandAt()).isEqualTo(20);

    assertThatThrownBy(() -> DEFAULTS.with("pool.max", "many"))
        .hasMessageContaining("pool.max=many cannot be read");
    assertThatThrownBy(() -> DEFAULTS.with("pool.size", "1"))
        .hasMessage("pool.size is not a setting of the pool");
    assertThatThrownBy(() -> DEFAULTS.with("pool.min", "0").with("pool.idle", "PT0S").checked())
        .hasMessage("pool.min must be 1 to 100; pool.idle must be positive");
  }

  @Test
  void countsTheRequestsOfTheLastMinute() {
    RequestRate rate = new RequestRate(0);
    for (int second = 0; second < 90; second++) {
      rate.count(Duration.ofSeconds(second).toNanos());
    }
    assertThat(rate.perMinute(Duration.ofSeconds(89).toNanos())).isEqualTo(60);
    assertThat(rate.perMinute(Duration.ofSeconds(119).toNanos())).isEqualTo(30);
    assertThat(rate.perMinute(minutes(60))).isZero();
  }
}
