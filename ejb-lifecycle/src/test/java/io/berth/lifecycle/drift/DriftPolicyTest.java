package io.berth.lifecycle.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.drift.DriftPolicy.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

class DriftPolicyTest {
  private static final Signal SIGNAL = Signal.PROBE_LATENCY;

  private Drift drift = Drift.NONE;
  private final List<Change> changes = new ArrayList<>();

  @BeforeTry
  void forget() {
    drift = Drift.NONE;
    changes.clear();
  }

  private void sees(int times, double sample) {
    for (int i = 0; i < times; i++) {
      DriftPolicy.Verdict verdict = DriftPolicy.decide(drift, SIGNAL, sample);
      drift = verdict.drift();
      verdict.change().ifPresent(changes::add);
    }
  }

  @Test
  void aLevelThatStaysHighIsToldOnceAndSoIsItsEnd() {
    sees(40, 3);
    sees(2, 900);
    assertThat(changes).isEmpty();
    sees(30, 900);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0)).isEqualTo(new Change(true, 900, 3, 153, false));
    sees(10, 3);
    assertThat(changes).hasSize(2);
    assertThat(changes.get(1).worse()).isFalse();
    assertThat(changes.get(1).relearned()).isFalse();
  }

  @Test
  void aLevelThatStaysForHoursBecomesTheUsualOne() {
    sees(40, 3);
    sees(200, 900);
    assertThat(changes).extracting(Change::worse).containsExactly(true, false);
    assertThat(changes.get(1).relearned()).isTrue();
    assertThat(drift.degraded()).isFalse();
  }

  @Test
  void anotherProcessIsComparedWithTheSameBaselineAnew() {
    sees(40, 3);
    sees(5, 900);
    assertThat(drift.degraded()).isTrue();
    drift = drift.replaced();
    sees(4, 900);
    assertThat(changes).hasSize(1);
    sees(1, 900);
    assertThat(changes).extracting(Change::worse).containsExactly(true, true);
  }

  @Property(tries = 200)
  void noiseBelowTheLeastChangeNeverFires(
      @ForAll @DoubleRange(max = 10_000) double level, @ForAll Random random) {
    sees(1, level);
    for (int i = 0; i < 300; i++) {
      sees(1, level + SIGNAL.leastChange() * random.nextDouble());
    }
    assertThat(changes).isEmpty();
  }

  @Property(tries = 200)
  void twoOutliersAmongFiveNeverFireHoweverLarge(
      @ForAll("outliers") double outlier, @ForAll Random random) {
    for (int i = 0; i < 60; i++) {
      int first = random.nextInt(5);
      int second = random.nextInt(5);
      for (int j = 0; j < 5; j++) {
        // why blocks with a calm one between: any five in a row hold two outliers at most
        boolean out = i % 2 == 0 && (j == first || j == second);
        sees(1, out ? outlier : 5);
      }
    }
    assertThat(changes).isEmpty();
  }

  @Property(tries = 200)
  void aStepBeyondAllLimitsFiresWithinFiveSamples(
      @ForAll @DoubleRange(min = 1, max = 1_000) double level, @ForAll Random random) {
    for (int i = 0; i < 60; i++) {
      sees(1, level * (0.9 + 0.2 * random.nextDouble()));
    }
    assertThat(changes).isEmpty();
    sees(5, 4 * level + 2 * SIGNAL.leastChange());
    assertThat(changes).extracting(Change::worse).containsExactly(true);
  }

  @Property(tries = 200)
  void whateverComesTheChangesAlternateAndMemoryIsBounded(@ForAll("anything") List<Double> any) {
    for (double sample : any) {
      Drift before = drift;
      sees(1, sample);
      if (!Double.isFinite(sample) || sample < 0) {
        assertThat(drift).isEqualTo(before);
      }
      assertThat(drift.baseline()).hasSizeLessThanOrEqualTo(DriftPolicy.MOST);
      assertThat(drift.recent()).hasSizeLessThanOrEqualTo(DriftPolicy.RECENT);
    }
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i).worse()).isEqualTo(i % 2 == 0);
    }
    assertThat(drift.degraded()).isEqualTo(changes.size() % 2 == 1);
  }

  @Provide
  Arbitrary<Double> outliers() {
    return Arbitraries.doubles().between(0, 1e12);
  }

  @Provide
  Arbitrary<List<Double>> anything() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.doubles().between(0, 20)),
            net.jqwik.api.Tuple.of(3, Arbitraries.doubles().between(500, 5_000)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Double.NaN, -1.0, Double.POSITIVE_INFINITY)))
        .list()
        .ofMaxSize(400);
  }
}
