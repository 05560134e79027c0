package io.berth.lifecycle.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProbeResult.Finding;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.drift.ReadinessRounds.Change;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadinessRoundsTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  private final ReadinessRounds rounds = new ReadinessRounds();

  private void probe(long generation, Finding... findings) {
    for (Finding finding : findings) {
      rounds.probed(
          Snapshots.ready(ALPHA).generation(generation).build(),
          new ProbeResult(finding, Duration.ZERO, "answered 503"));
    }
  }

  @Test
  void severalRoundsInARowAreToldOnceAndTheirEndOnce() {
    probe(1, Finding.NOT_READY, Finding.NOT_READY, Finding.WELL, Finding.NOT_READY);
    assertThat(rounds.change(ALPHA, 1, 3)).isEmpty();
    probe(1, Finding.NOT_READY, Finding.NOT_READY);
    Change worse = rounds.change(ALPHA, 1, 3).orElseThrow();
    assertThat(worse).isEqualTo(new Change(true, "answered 503"));
    assertThat(rounds.change(ALPHA, 1, 3)).as("until it was written down").contains(worse);
    rounds.told(ALPHA, 1, worse);
    probe(1, Finding.NOT_READY);
    assertThat(rounds.change(ALPHA, 1, 3)).isEmpty();
    probe(1, Finding.WELL);
    Change better = rounds.change(ALPHA, 1, 3).orElseThrow();
    assertThat(better.worse()).isFalse();
    rounds.told(ALPHA, 1, better);
    assertThat(rounds.change(ALPHA, 1, 3)).isEmpty();
    assertThat(rounds.concerns(ALPHA)).isFalse();
  }

  @Test
  void inDoubtNothingIsTold() {
    probe(2, Finding.NOT_READY, Finding.UNWELL, Finding.NOT_READY);
    assertThat(rounds.change(ALPHA, 2, 3)).as("a failed probe says nothing").isEmpty();
    probe(1, Finding.NOT_READY);
    assertThat(rounds.change(ALPHA, 2, 3)).as("a late report of an older one").isEmpty();
    probe(3, Finding.NOT_READY);
    assertThat(rounds.change(ALPHA, 3, 3)).as("a new one begins anew").isEmpty();
    assertThat(rounds.change(ALPHA, 2, 1)).as("not the one asked about").isEmpty();
    assertThat(rounds.change(ALPHA, 3, 0)).as("no threshold").isEmpty();
  }
}
