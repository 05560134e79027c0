package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.health.HealthPolicy.Streak;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HealthPolicyPropertiesTest {
  /** A probe of this generation. */
  record Probe(int generation, boolean healthy) {}

  @Property(tries = 1000)
  void aRestartFollowsExactlyTheThresholdOfFailuresInARowOfTheNewestGeneration(
      @ForAll("probes") List<Probe> probes, @ForAll @IntRange(min = -1, max = 4) int threshold) {
    Streak streak = Streak.NONE;
    long newest = 0;
    int inARow = 0;
    for (Probe probe : probes) {
      HealthPolicy.Verdict verdict =
          HealthPolicy.decide(streak, probe.generation(), probe.healthy(), threshold);
      boolean late = probe.generation() < newest;
      if (!late) {
        inARow = probe.healthy() ? 0 : probe.generation() == newest ? inARow + 1 : 1;
        newest = probe.generation();
      }
      boolean expected = !late && threshold > 0 && inARow >= threshold;
      assertThat(verdict.restart()).as(probe + " in " + probes).isEqualTo(expected);
      if (late) {
        assertThat(verdict.streak()).as("a late report changes nothing").isEqualTo(streak);
      }
      inARow = expected ? 0 : inARow;
      streak = verdict.streak();
    }
  }

  @Provide
  Arbitrary<List<Probe>> probes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3), Arbitraries.of(true, false, false))
        .as(Probe::new)
        .list()
        .ofMaxSize(40);
  }
}
