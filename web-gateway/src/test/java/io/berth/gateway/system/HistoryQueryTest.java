package io.berth.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryQueryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void withoutWishesItIsADayInStepsThatCanBeDrawn() {
    assertThat(HistoryQuery.of(null, "", NOON))
        .isEqualTo(new HistoryQuery(NOON.minus(Duration.ofDays(1)), Duration.ofMinutes(15)));
  }

  @Test
  void theBeginIsATimeOrHowLongAgoAndNeverBeforeWhatIsKept() {
    assertThat(HistoryQuery.of("PT1H", null, NOON))
        .isEqualTo(new HistoryQuery(NOON.minusSeconds(3600), Duration.ofMinutes(1)));
    assertThat(HistoryQuery.of("2026-03-01T06:00:00Z", "PT30M", NOON))
        .isEqualTo(new HistoryQuery(NOON.minusSeconds(6 * 3600), Duration.ofMinutes(30)));
    assertThat(HistoryQuery.of("2020-01-01T00:00:00Z", null, NOON).since())
        .isEqualTo(NOON.minus(Duration.ofDays(1)));
  }

  @Test
  void anythingElseIsToldTheRule() {
    for (String since : List.of("yesterday", "2026-03-02T00:00:00Z", "-PT1H", "PT-1H")) {
      assertThatThrownBy(() -> HistoryQuery.of(since, null, NOON))
          .as(since)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().status()).isEqualTo(400);
                assertThat(e.problem().detail()).contains("'since'").contains("PT6H");
              });
    }
    for (String step : List.of("5", "PT90S", "PT0S", "PT7H", "-PT5M")) {
      assertThatThrownBy(() -> HistoryQuery.of(null, step, NOON))
          .as(step)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().detail()).contains("'step'").contains("PT1M"));
    }
  }
}
