package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.RestartLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void coolDownsDoubleUpToTheMost() {
    RestartLimits limits =
        new RestartLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            100,
            Duration.ofHours(1),
            Duration.ofHours(1));
    List<Duration> pauses = new ArrayList<>();
    List<Instant> failures = List.of();
    for (int i = 0; i < 6; i++) {
      var verdict = RestartPolicy.afterFailure(failures, limits, NOON);
      failures = verdict.failures();
      pauses.add(Duration.between(NOON, verdict.retryAt()));
      assertThat(verdict.quarantine()).isFalse();
    }
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L, 5L);
  }

  @Test
  void theLastFailureWithinTheWindowQuarantinesForTheLongCoolDown() {
    List<Instant> four =
        List.of(NOON.minusSeconds(240), NOON.minusSeconds(200), NOON.minusSeconds(9), NOON);
    var verdict = RestartPolicy.afterFailure(four, RestartLimits.DEFAULTS, NOON);
    assertThat(verdict.quarantine()).isTrue();
    assertThat(verdict.retryAt()).isEqualTo(NOON.plus(Duration.ofMinutes(30)));
  }

  @Test
  void failuresBeforeTheWindowAreForgotten() {
    List<Instant> old = List.of(NOON.minusSeconds(301), NOON.minusSeconds(300));
    var verdict = RestartPolicy.afterFailure(old, RestartLimits.DEFAULTS, NOON);
    assertThat(verdict.failures()).containsExactly(NOON);
    assertThat(verdict.retryAt()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void hugeCountsDoNotOverflow() {
    List<Instant> many = java.util.Collections.nCopies(1000, NOON);
    RestartLimits endless =
        new RestartLimits(
            Duration.ofSeconds(1),
            Duration.ofDays(10_000),
            5000,
            Duration.ofHours(1),
            Duration.ofHours(1));
    assertThat(RestartPolicy.afterFailure(many, endless, NOON).retryAt()).isAfter(NOON);
  }
}
