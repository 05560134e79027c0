package io.berth.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
  @ParameterizedTest
  @EnumSource(Problem.class)
  void everyKindOfFailureHasItsTypeStatusAndText(Problem kind) {
    ProblemDetail told =
        Failures.answer(new KmException(kind, "what to check"), Optional.of("alpha")).orElseThrow();
    assertThat(told.status()).isEqualTo(kind.status());
    assertThat(told.json())
        .contains("\"type\":\"urn:berth:problem:" + kind.label() + "\"")
        .contains("\"detail\":\"what to check\"")
        .contains("\"project\":\"alpha\"")
        .contains("\"status\":" + kind.status());
    assertThat(told.retryAfterSeconds().isPresent()).isEqualTo(kind.status() == 503);
  }

  @Test
  void retryAfterIsWholeSecondsRoundedUp() {
    KmException soon = new KmException(Problem.OVERLOADED, "full", Duration.ofMillis(1_001), null);
    assertThat(Failures.answer(soon, Optional.empty()).orElseThrow().retryAfterSeconds())
        .contains("2");
    KmException now = new KmException(Problem.OVERLOADED, "full", Duration.ZERO, null);
    assertThat(Failures.answer(now, Optional.empty()).orElseThrow().retryAfterSeconds())
        .contains("1");
  }

  @Test
  void whatAStageWrapsIsSeen() {
    Throwable wrapped =
        new CompletionException(
            new CompletionException(new KmException(Problem.QUARANTINED, "look at the log")));
    assertThat(Failures.answer(wrapped, Optional.empty()).orElseThrow().label())
        .isEqualTo("quarantined");
  }

  @Test
  void limitsOfTheServerAreUnavailabilityAndNoDefect() {
    assertThat(Failures.answer(new BulkheadException("x"), Optional.empty()).orElseThrow().status())
        .isEqualTo(503);
    assertThat(
            Failures.answer(new java.util.concurrent.TimeoutException(), Optional.empty())
                .orElseThrow()
                .label())
        .isEqualTo("unavailable");
  }

  @Test
  void anUnknownFailureIsADefectWhoseTextNobodySees() {
    IllegalStateException defect = new IllegalStateException("password=secret");
    assertThat(Failures.answer(defect, Optional.empty())).isEmpty();
    ProblemDetail told = Incidents.report(defect, "GET /x");
    assertThat(told.status()).isEqualTo(500);
    assertThat(told.json()).contains("incident").doesNotContain("secret").doesNotContain("Illegal");
  }

  @Test
  void statusesOfTheContainerGetTheirOwnTypes() {
    assertThat(Failures.ofStatus(404).orElseThrow().label()).isEqualTo("no-such-route");
    assertThat(Failures.ofStatus(405).orElseThrow().label()).isEqualTo("method-not-allowed");
    assertThat(Failures.ofStatus(415).orElseThrow().status()).isEqualTo(415);
    assertThat(Failures.ofStatus(431).orElseThrow().status()).isEqualTo(431);
    assertThat(Failures.ofStatus(500)).isEmpty();
    assertThat(Failures.ofStatus(200)).isEmpty();
  }
}
