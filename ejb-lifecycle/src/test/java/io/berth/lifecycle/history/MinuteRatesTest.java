package io.berth.lifecycle.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MinuteRatesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final MinuteRates rates = new MinuteRates();

  private ProjectSample take(
      long generation, long requests, long cpu, Instant started, int minute) {
    return rates
        .take(
            List.of(
                Snapshots.ready(ALPHA)
                    .generation(generation)
                    .requests(requests)
                    .startedAt(started)
                    .build()),
            Map.of(ALPHA, new Usage(100, 80, cpu)),
            Map.of(ALPHA, new Traffic(generation, requests, 0, requests * 4_000_000)),
            NOON.plusSeconds(60L * minute))
        .get(0);
  }

  @Test
  void whatAnAdoptedProcessDidBeforeIsNotOfThisMinute() {
    ProjectSample first = take(7, 5_000, 90_000, NOON.minusSeconds(9_000), 0);
    assertThat(first.requestsPerMinute()).isZero();
    assertThat(first.cpuPercent()).isZero();
    assertThat(first.answerMillis()).isEmpty();
    ProjectSample second = take(7, 5_030, 90_600, NOON.minusSeconds(9_000), 1);
    assertThat(second.requestsPerMinute()).isCloseTo(30, within(0.01));
    assertThat(second.cpuPercent()).isCloseTo(1, within(0.01));
    assertThat(second.answerMillis()).hasValue(4);
  }

  @Test
  void aNewGenerationCountsFromItsStartAndIsNeverComparedWithTheOldOne() {
    take(1, 1_000, 5_000, NOON.minusSeconds(600), 0);
    ProjectSample next = take(2, 10, 300, NOON.plusSeconds(30), 1);
    assertThat(next.requestsPerMinute()).isCloseTo(20, within(0.01));
    assertThat(next.cpuPercent()).isCloseTo(1, within(0.01));
    assertThat(take(2, 10, 300, NOON.plusSeconds(30), 2).requestsPerMinute()).isZero();
  }
}
