package io.berth.lifecycle.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.settings.Rate;
import io.berth.lifecycle.settings.SharingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharingRuleTest {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration WINDOW = Duration.ofHours(12);
  static final ProjectSettings.Sharing SIX_AN_HOUR =
      new ProjectSettings.Sharing(SharingPolicy.PROPOSE, Rate.parse("6/h"));

  @Test
  void aColdProjectBelongsIntoASharedProcess() {
    assertThat(decide(demand(ProcessKind.DEDICATED, 71, 300)))
        .hasValueSatisfying(
            verdict -> {
              assertThat(verdict.to()).isEqualTo(ProcessKind.SHARED);
              assertThat(verdict.why()).isEqualTo("5.9 requests an hour over PT12H");
            });
    assertThat(decide(demand(ProcessKind.DEDICATED, 72, 300))).as("exactly so many").isEmpty();
    assertThat(decide(demand(ProcessKind.DEDICATED, 0, 0))).as("it was never awake").isEmpty();
  }

  @Test
  void aBusyOneBelongsIntoItsOwnButNotAlreadyAtTheSameRate() {
    assertThat(decide(demand(ProcessKind.SHARED, 80, 300))).as("in between").isEmpty();
    assertThat(decide(demand(ProcessKind.SHARED, 288, 300))).isEmpty();
    assertThat(decide(demand(ProcessKind.SHARED, 289, 300)))
        .map(SharingRule.Verdict::to)
        .contains(ProcessKind.DEDICATED);
  }

  @Test
  void inDoubtItStaysWhereItIs() {
    Demand cold = demand(ProcessKind.DEDICATED, 1, 300);
    assertThat(decide(cold)).isPresent();
    assertThat(decide(null)).isEmpty();
    assertThat(decide(demand(ProcessKind.DEDICATED, -1, 300))).isEmpty();
    assertThat(decide(demand(ProcessKind.DEDICATED, 1, -1))).isEmpty();
    assertThat(SharingRule.decide(cold, SIX_AN_HOUR, true, NOW)).as("critical").isEmpty();
    assertThat(SharingRule.decide(cold, null, false, NOW)).isEmpty();
    assertThat(SharingRule.decide(cold, SIX_AN_HOUR, false, null)).isEmpty();
    assertThat(
            SharingRule.decide(
                cold,
                new ProjectSettings.Sharing(SharingPolicy.OFF, Rate.parse("6/h")),
                false,
                NOW))
        .isEmpty();
    assertThat(SharingRule.decide(cold, SIX_AN_HOUR, false, NOW.minusSeconds(60)))
        .as("a project of yesterday, a clock of today")
        .isEmpty();
    assertThat(SharingRule.decide(cold, SIX_AN_HOUR, false, Instant.MIN)).isEmpty();
  }

  @Test
  void whatWasNotCountedForTheWholeWindowIsNotJudged() {
    assertThat(decide(counted(NOW.minus(Duration.ofHours(3)), true))).isEmpty();
    assertThat(decide(counted(NOW.minus(Duration.ofDays(1)), true))).isPresent();
    assertThat(decide(counted(NOW.minus(Duration.ofDays(1)), false)))
        .as("another program")
        .isEmpty();
  }

  static Optional<SharingRule.Verdict> decide(Demand demand) {
    return SharingRule.decide(demand, SIX_AN_HOUR, false, NOW);
  }

  static Demand demand(ProcessKind process, long requests, long minutes) {
    return new Demand(
        new ProjectId("alpha"),
        process,
        true,
        Map.of(),
        NOW.minus(WINDOW),
        NOW.minus(WINDOW),
        WINDOW,
        requests,
        minutes);
  }

  private static Demand counted(Instant since, boolean builtIn) {
    return new Demand(
        new ProjectId("alpha"),
        ProcessKind.DEDICATED,
        builtIn,
        Map.of(),
        NOW.minus(Duration.ofDays(9)),
        since,
        WINDOW,
        1,
        300);
  }
}
