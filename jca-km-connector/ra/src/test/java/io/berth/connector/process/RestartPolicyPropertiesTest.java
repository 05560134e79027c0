package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.RestartLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RestartPolicyPropertiesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  @Property(tries = 500)
  void coolDownsGrowUpToTheMostAndOnlyFailuresOfTheWindowCount(
      @ForAll("limits") RestartLimits limits,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 400) Integer> pauses) {
    Instant now = BEGIN;
    List<Instant> failures = List.of();
    List<Instant> all = new ArrayList<>();
    for (int pause : pauses) {
      now = now.plusSeconds(pause);
      all.add(now);
      RestartPolicy.Verdict verdict = RestartPolicy.afterFailure(failures, limits, now);
      Instant oldest = now.minus(limits.window());
      assertThat(verdict.failures())
          .isEqualTo(all.stream().filter(at -> at.isAfter(oldest)).toList());
      assertThat(verdict.quarantine())
          .isEqualTo(verdict.failures().size() >= limits.quarantineAfter());
      Duration wait = Duration.between(now, verdict.retryAt());
      if (verdict.quarantine()) {
        assertThat(wait).isEqualTo(limits.quarantineCoolDown());
      } else {
        assertThat(wait).isBetween(min(limits.backoff(), limits.maxBackoff()), limits.maxBackoff());
        Duration oneMore = wait(limits, verdict.failures(), now);
        assertThat(oneMore).as("a further failure waits no shorter").isGreaterThanOrEqualTo(wait);
      }
      failures = verdict.failures();
    }
  }

  private static Duration wait(RestartLimits limits, List<Instant> failures, Instant now) {
    RestartLimits endless =
        new RestartLimits(
            limits.backoff(),
            limits.maxBackoff(),
            Integer.MAX_VALUE,
            limits.window(),
            limits.quarantineCoolDown());
    return Duration.between(now, RestartPolicy.afterFailure(failures, endless, now).retryAt());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Provide
  Arbitrary<RestartLimits> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 10_000),
            Arbitraries.longs().between(1, 600_000),
            Arbitraries.integers().between(1, 12),
            Arbitraries.longs().between(1, 1_000),
            Arbitraries.longs().between(1, 100_000))
        .as(
            (backoff, most, count, window, coolDown) ->
                new RestartLimits(
                    Duration.ofMillis(backoff),
                    Duration.ofMillis(most),
                    count,
                    Duration.ofSeconds(window),
                    Duration.ofSeconds(coolDown)));
  }
}
