package io.berth.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.settings.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInsTest {
  private final AtomicLong now = new AtomicLong();
  private final SignIns signIns = new SignIns();

  @BeforeEach
  void open() {
    signIns.open(Rate.parse("3/min"), now::get);
  }

  @Test
  void afterTooManyFailuresTheAgentWaitsAndIsToldHowLong() {
    fail("ann", "10.0.0.1", 3);
    assertThatThrownBy(() -> signIns.require("ann", "10.0.0.1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              ProblemDetail problem = refused.problem();
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.retryAfterSeconds()).contains("20");
              assertThat(problem.headers())
                  .containsEntry("RateLimit", "\"login\";r=0;t=20")
                  .containsEntry("RateLimit-Policy", "\"login\";q=3;w=60");
            });
    now.addAndGet(Duration.ofSeconds(20).toNanos());
    signIns.require("ann", "10.0.0.1");
  }

  @Test
  void aStrangerElsewhereLocksNobodyOutAndOtherAgentsGoOn() {
    fail("ann", "10.0.0.9", 3);
    signIns.require("ann", "10.0.0.1");
    signIns.require("bob", "10.0.0.9");
  }

  @Test
  void whoGuessesManyNamesIsStoppedByAddress() {
    for (int i = 0; i < 30; i++) {
      signIns.require("agent-" + i, "10.0.0.9");
      signIns.failed("agent-" + i, "10.0.0.9");
    }
    assertThatThrownBy(() -> signIns.require("another", "10.0.0.9"))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void successIsNeverCounted() {
    for (int i = 0; i < 1_000; i++) {
      signIns.require("ann", "10.0.0.1");
    }
  }

  private void fail(String agent, String address, int times) {
    for (int i = 0; i < times; i++) {
      signIns.require(agent, address);
      signIns.failed(agent, address);
    }
  }
}
