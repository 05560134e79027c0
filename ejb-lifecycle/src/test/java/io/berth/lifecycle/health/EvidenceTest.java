package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final long SECOND = 1_000_000_000L;

  private final Evidence evidence = new Evidence(Duration.ofSeconds(2));

  private boolean look(int inFlight, int streams, Traffic traffic, long second) {
    return evidence.suspicious(
        Snapshots.ready(ALPHA).inFlight(inFlight).openStreams(streams).build(),
        traffic,
        second * SECOND);
  }

  private static Traffic answered(long answered, long failed) {
    return new Traffic(1, answered, failed, 0);
  }

  @Test
  void silenceCountsOnlyWhileSomebodyWaitsAndNobodyIsAnswered() {
    assertThat(look(1, 0, answered(5, 0), 0)).isFalse();
    assertThat(look(1, 0, answered(5, 0), 1)).isFalse();
    assertThat(look(1, 0, answered(5, 0), 2)).isTrue();
    assertThat(look(1, 0, answered(6, 0), 3)).as("one was answered").isFalse();
    assertThat(look(0, 0, answered(6, 0), 9)).as("nobody waits").isFalse();
    assertThat(look(2, 2, answered(6, 0), 20)).as("open streams are answered").isFalse();
    assertThat(look(1, 0, answered(6, 0), 21)).as("begins anew").isFalse();
  }

  @Test
  void failedAnswersCountOnce() {
    assertThat(look(0, 0, answered(5, 4), 0)).as("those before the first look").isFalse();
    assertThat(look(0, 0, answered(6, 5), 1)).isTrue();
    assertThat(look(0, 0, answered(6, 5), 2)).isFalse();
  }

  @Test
  void inDoubtThereIsNoEvidence() {
    look(1, 0, answered(5, 0), 0);
    assertThat(look(1, 0, null, 9)).as("nothing known").isFalse();
    assertThat(look(1, 0, new Traffic(2, 5, 1, 0), 10)).as("another generation").isFalse();
    assertThat(look(1, 0, answered(5, 0), 11)).as("known for a moment only").isFalse();
    assertThat(ProbePace.suspected(Duration.ofSeconds(10), Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(ProbePace.suspected(Duration.ofSeconds(1), Duration.ofSeconds(2)))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(ProbePace.suspected(Duration.ofMinutes(1), Duration.ofSeconds(2)))
        .isEqualTo(Duration.ofSeconds(2));
  }
}
