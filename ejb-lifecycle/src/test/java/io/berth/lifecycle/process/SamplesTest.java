package io.berth.lifecycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private long nanos;
  private final Samples samples = new Samples(() -> nanos);

  private void sample(long generation, long requests, long cpuMillis) {
    samples.add(List.of(process(generation, requests)), Map.of(ALPHA, usage(cpuMillis)));
  }

  private static ProcessSnapshot process(long generation, long requests) {
    return Snapshots.ready(ALPHA).generation(generation).requests(requests).build();
  }

  private static Usage usage(long cpuMillis) {
    return new Usage(1, 1, cpuMillis);
  }

  private void later(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void ratesAreThoseOfTheLastMinute() {
    sample(1, 100, 1_000);
    later(20);
    sample(1, 110, 2_000);
    later(10);
    assertThat(samples.requestsPerMinute(process(1, 130))).isCloseTo(60, within(0.1));
    assertThat(samples.cpuPercent(process(1, 130), usage(4_000))).isCloseTo(10, within(0.1));
    later(40);
    sample(1, 130, 4_000);
    assertThat(samples.requestsPerMinute(process(1, 130))).isCloseTo(24, within(0.1));
  }

  @Test
  void anotherGenerationOrNoTimeBetweenMeansNoRate() {
    sample(1, 100, 1_000);
    assertThat(samples.requestsPerMinute(process(1, 200))).isZero();
    later(20);
    assertThat(samples.requestsPerMinute(process(2, 5))).isZero();
    assertThat(samples.cpuPercent(process(2, 5), usage(9))).isZero();
    assertThat(samples.requestsPerMinute(process(1, 50))).isZero();
  }

  @Test
  void theTimeLeftOfAStartIsItsUsualTimeMinusWhatIsSpent() {
    StartTimes times = new StartTimes();
    ProcessSnapshot starting = Snapshots.of(ProcessState.STARTING, ALPHA).build();
    assertThat(times.eta(starting, Snapshots.READY_AT)).isEmpty();
    times.took(new ProjectId("beta"), Duration.ofSeconds(4));
    assertThat(times.eta(starting, Snapshots.READY_AT)).contains(Duration.ofSeconds(3));
    times.took(ALPHA, Duration.ofSeconds(2));
    assertThat(times.eta(starting, Snapshots.READY_AT)).contains(Duration.ofSeconds(1));
    assertThat(times.eta(starting, Snapshots.READY_AT.plusSeconds(9))).contains(Duration.ZERO);
    assertThat(times.eta(process(1, 0), Snapshots.READY_AT)).isEmpty();
  }
}
