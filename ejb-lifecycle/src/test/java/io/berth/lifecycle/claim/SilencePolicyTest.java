package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilencePolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final SilencePolicy policy = new SilencePolicy(ClaimTimes.USUAL);

  @Test
  void whileSomebodyLooksLeasesEnd() {
    assertThat(decide(Duration.ofSeconds(5), false).expire()).isTrue();
    assertThat(decide(Duration.ofSeconds(20), false).expire()).isTrue();
    assertThat(decide(Duration.ZERO, true).expire()).isTrue();
    assertThat(decide(Duration.ofSeconds(5), true).expire()).isTrue();
  }

  @Test
  void afterASilenceOfOursNoneEndsAndTheSilenceIsNotTheAgents() {
    SilencePolicy.Decision decision = decide(Duration.ofMinutes(10), false);
    assertThat(decision.expire()).isFalse();
    assertThat(decision.credit()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theFirstLookOfAServerTakesAShortAbsenceForOneToo() {
    SilencePolicy.Decision decision = decide(Duration.ofSeconds(8), true);
    assertThat(decision.expire()).isFalse();
    assertThat(decision.credit()).isEqualTo(Duration.ofSeconds(8));
    assertThat(decide(Duration.ofSeconds(8), false).expire()).isTrue();
  }

  @Test
  void whenTheClockWentBackNothingHappens() {
    SilencePolicy.Decision decision = decide(Duration.ofSeconds(-1), false);
    assertThat(decision.expire()).isFalse();
    assertThat(decision.credit()).isEqualTo(Duration.ZERO);
  }

  private SilencePolicy.Decision decide(Duration gap, boolean first) {
    return policy.decide(NOW.minus(gap), NOW, first);
  }
}
