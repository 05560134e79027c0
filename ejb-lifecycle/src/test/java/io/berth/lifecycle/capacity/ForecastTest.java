package io.berth.lifecycle.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.capacity.Forecast.Point;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static List<Point> points(int minutes, IntToDoubleFunction used) {
    return IntStream.range(0, minutes)
        .mapToObj(i -> new Point(1_000 + i, used.applyAsDouble(i)))
        .toList();
  }

  @Test
  void aSteadyGrowthIsExtendedToTheLimit() {
    assertThat(Forecast.timeLeft(points(61, i -> 100 + 2 * i), 300))
        .contains(Duration.ofMinutes(40));
  }

  @Test
  void aPeakAndAGapDoNotBendIt() {
    List<Point> odd = points(60, i -> i == 30 ? 100_000 : i == 45 ? 0 : 100 + 2 * i);
    assertThat(Forecast.timeLeft(odd, 300).orElseThrow())
        .isBetween(Duration.ofMinutes(35), Duration.ofMinutes(46));
  }

  @Test
  void littleKnownOrNoLimitIsNoForecast() {
    assertThat(Forecast.timeLeft(points(14, i -> 100 + 2 * i), 300)).isEmpty();
    assertThat(Forecast.timeLeft(points(60, i -> 100 + 2 * i), 0)).isEmpty();
    assertThat(Forecast.timeLeft(points(60, i -> 100 + 2 * i), Double.NaN)).isEmpty();
    assertThat(Forecast.timeLeft(List.of(), 300)).isEmpty();
  }

  @Property(tries = 200)
  void whatShrinksOrOnlyTremblesIsNeverForecast(
      @ForAll @DoubleRange(max = 0) double slope, @ForAll Random random) {
    assertThat(Forecast.timeLeft(points(60, i -> 150 + slope * i + 5 * random.nextDouble()), 300))
        .isEmpty();
  }

  @Property(tries = 200)
  void whatIsForecastIsNeverNegative(@ForAll Random random) {
    Forecast.timeLeft(points(60, i -> 1_000 * random.nextDouble() + 10 * i), 300)
        .ifPresent(left -> assertThat(left.isNegative()).isFalse());
  }
}
