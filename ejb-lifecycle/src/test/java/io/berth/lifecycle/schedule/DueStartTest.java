package io.berth.lifecycle.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DueStartTest {
  private static final Instant EIGHT = Instant.parse("2026-03-02T08:00:00Z");

  private static ProjectSettings.Schedule schedule(Map<String, String> own) {
    return BerthSettings.read(Map.of()).forProject(own).schedule();
  }

  @Test
  void aTimeToWakeIsDueFromItsMinuteOnAndOnlyOnce() {
    ProjectSettings.Schedule wake = schedule(Map.of("scheduleWake", "0 8 * * *"));
    Instant before = EIGHT.minusSeconds(5);
    assertThat(DueStart.of(wake, before, EIGHT.minusMillis(1))).isEmpty();
    DueStart due = DueStart.of(wake, before, EIGHT.plusSeconds(4)).orElseThrow();
    assertThat(due.at()).isEqualTo(EIGHT);
    assertThat(due.why()).isEqualTo("wake: 0 8 * * * (UTC)");
    assertThat(due.lateBy(EIGHT.plusSeconds(4))).hasSeconds(4);
    assertThat(DueStart.of(wake, EIGHT, EIGHT.plusSeconds(9))).isEmpty();
  }

  @Test
  void aMissedTimeToWakeIsMadeUpUpToTheLatenessAndNotLater() {
    ProjectSettings.Schedule wake =
        schedule(Map.of("scheduleWake", "0 8 * * *", "scheduleLateness", "PT10M"));
    Instant yesterday = EIGHT.minus(Duration.ofDays(1));
    assertThat(DueStart.of(wake, yesterday, EIGHT.plusSeconds(599))).isPresent();
    assertThat(DueStart.of(wake, yesterday, EIGHT.plusSeconds(600))).isEmpty();
  }

  @Test
  void aWindowIsEnteredAsLongAsItIsOpen() {
    ProjectSettings.Schedule warm =
        schedule(Map.of("scheduleKeepWarm", "0 8 * * *", "scheduleKeepWarmFor", "PT9H"));
    Instant yesterday = EIGHT.minus(Duration.ofDays(1));
    DueStart due = DueStart.of(warm, yesterday, EIGHT.plus(Duration.ofHours(8))).orElseThrow();
    assertThat(due.at()).isEqualTo(EIGHT);
    assertThat(DueStart.of(warm, yesterday, EIGHT.plus(Duration.ofHours(9)))).isEmpty();
    assertThat(DueStart.of(warm, EIGHT, EIGHT.plus(Duration.ofHours(8)))).isEmpty();
  }

  @Test
  void withoutAScheduleNothingIsDue() {
    assertThat(DueStart.of(schedule(Map.of()), EIGHT, EIGHT.plusSeconds(86_400))).isEmpty();
  }
}
