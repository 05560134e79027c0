package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000L;
  private final Breaker breaker = new Breaker(5, Duration.ofSeconds(60));

  @Test
  void opensAfterFailuresInARowOverAWhile() {
    fail(4, 0);
    assertThat(breaker.allows(1, SECOND)).isTrue();
    breaker.failed(1, 2 * SECOND);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    assertThat(breaker.allows(1, 3 * SECOND)).isFalse();
    assertThat(breaker.retryAfter(3 * SECOND)).isEqualTo(Duration.ofSeconds(59));
  }

  @Test
  void takesABurstForOneEvent() {
    fail(50, SECOND / 2);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aSuccessBetweenStartsTheCountAgain() {
    fail(4, 0);
    breaker.succeeded(1);
    fail(4, 5 * SECOND);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void letsOneTrialPassAfterTheDelayAndClosesWhenItSucceeds() {
    open();
    assertThat(breaker.allows(1, 62 * SECOND)).isTrue();
    assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
    assertThat(breaker.allows(1, 62 * SECOND)).isFalse();
    breaker.succeeded(1);
    assertThat(breaker.allows(1, 63 * SECOND)).isTrue();
  }

  @Test
  void opensAgainWhenTheTrialFails() {
    open();
    breaker.allows(1, 62 * SECOND);
    breaker.failed(1, 63 * SECOND);
    assertThat(breaker.allows(1, 64 * SECOND)).isFalse();
  }

  @Test
  void anotherTrialPassesWhenTheFirstNeverCameBack() {
    open();
    assertThat(breaker.allows(1, 62 * SECOND)).isTrue();
    assertThat(breaker.allows(1, 123 * SECOND)).isTrue();
  }

  @Test
  void aNewGenerationStartsClean() {
    open();
    assertThat(breaker.allows(2, 3 * SECOND)).isTrue();
    breaker.failed(1, 3 * SECOND);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  private void open() {
    fail(4, 0);
    breaker.failed(1, 2 * SECOND);
  }

  private void fail(int times, long at) {
    for (int i = 0; i < times; i++) {
      breaker.failed(1, at);
    }
  }
}
