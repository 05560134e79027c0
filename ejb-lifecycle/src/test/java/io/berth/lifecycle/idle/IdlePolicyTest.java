package io.berth.lifecycle.idle;

import static io.berth.lifecycle.testing.Snapshots.READY_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdlePolicyTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectSettings.Idle SETTINGS =
      new ProjectSettings.Idle(Duration.ofHours(1), Duration.ofMinutes(5), 10, Duration.ofHours(4));
  private static final Instant ACTIVE = READY_AT.plus(Duration.ofMinutes(30));
  private static final IdleDecision KEEP = IdleDecision.keep();

  private static Snapshots used() {
    return Snapshots.ready(ALPHA).requests(10).activeAt(ACTIVE);
  }

  private static IdleDecision decide(Snapshots process, Instant now) {
    return IdlePolicy.decide(process.build(), SETTINGS, Optional.empty(), now);
  }

  private static IdleDecision keepUntil(Instant time) {
    return new IdleDecision.Keep(Optional.of(time));
  }

  @Test
  void stopsWhenNobodyUsedItForTheIdleTimeoutAndNotASecondSooner() {
    Instant end = ACTIVE.plus(Duration.ofHours(1));
    assertThat(decide(used(), end.minusSeconds(1))).isEqualTo(keepUntil(end));
    assertThat(decide(used(), end)).isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
    assertThat(decide(used(), end.plus(Duration.ofDays(400))))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void belowTheMinimumOfRequestsTheUnusedTimeoutCounts() {
    Instant end = ACTIVE.plus(Duration.ofHours(4));
    Snapshots little = used().requests(9);
    assertThat(decide(little, ACTIVE.plus(Duration.ofHours(2)))).isEqualTo(keepUntil(end));
    assertThat(decide(little, end)).isEqualTo(new IdleDecision.Stop(StopReason.UNUSED));
  }

  @Test
  void aProcessThatNobodyEverUsedCountsFromWhenItWasReady() {
    Snapshots never = Snapshots.ready(ALPHA);
    Instant end = READY_AT.plus(Duration.ofHours(4));
    assertThat(decide(never, end.minusMillis(1))).isEqualTo(keepUntil(end));
    assertThat(decide(never, end)).isEqualTo(new IdleDecision.Stop(StopReason.UNUSED));
  }

  @Test
  void theGracePeriodProtectsANewProcessEvenWithATinyTimeout() {
    ProjectSettings.Idle tiny =
        new ProjectSettings.Idle(
            Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofSeconds(1));
    Instant end = READY_AT.plus(Duration.ofMinutes(5));
    assertThat(
            IdlePolicy.decide(
                Snapshots.ready(ALPHA).build(), tiny, Optional.empty(), end.minusMillis(1)))
        .isEqualTo(keepUntil(end));
    assertThat(IdlePolicy.decide(Snapshots.ready(ALPHA).build(), tiny, Optional.empty(), end))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void requestsAndStreamsUnderWayKeepIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().inFlight(1), late)).isEqualTo(KEEP);
    assertThat(decide(used().openStreams(1), late)).isEqualTo(KEEP);
  }

  @Test
  void aBusyLeaseKeepsItAndItsEndIsActivity() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, Optional.of(late.plusSeconds(1)), late))
        .isEqualTo(KEEP);
    Instant ended = late.minus(Duration.ofMinutes(59));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, Optional.of(ended), late))
        .isEqualTo(keepUntil(ended.plus(Duration.ofHours(1))));
    Instant before = ACTIVE.minus(Duration.ofHours(9));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, Optional.of(before), late))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @ParameterizedTest
  @EnumSource(value = ProcessState.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
  void nothingButAReadyProcessIsEverStopped(ProcessState state) {
    Snapshots process = Snapshots.of(state, ALPHA).requests(10).activeAt(ACTIVE);
    assertThat(decide(process, ACTIVE.plus(Duration.ofDays(3)))).isEqualTo(KEEP);
  }

  @Test
  void whateverIsMissingKeepsIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().activeAt(null), late)).isEqualTo(KEEP);
    assertThat(decide(used().readyAt(null).startedAt(null), late)).isEqualTo(KEEP);
    assertThat(IdlePolicy.decide(null, SETTINGS, Optional.empty(), late)).isEqualTo(KEEP);
    assertThat(IdlePolicy.decide(used().build(), null, Optional.empty(), late)).isEqualTo(KEEP);
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, Optional.empty(), null)).isEqualTo(KEEP);
  }

  @Test
  void whateverIsInTheFutureOrNegativeKeepsIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().activeAt(late.plusSeconds(1)), late)).isEqualTo(KEEP);
    assertThat(decide(used().readyAt(late.plusSeconds(1)), late)).isEqualTo(KEEP);
    assertThat(decide(used().requests(-1), late)).isEqualTo(KEEP);
    assertThat(decide(used().inFlight(-1), late)).isEqualTo(KEEP);
    assertThat(decide(used().openStreams(-1), late)).isEqualTo(KEEP);
    assertThat(decide(used(), READY_AT.minusSeconds(1))).isEqualTo(KEEP);
  }

  @Test
  void settingsThatMakeNoSenseKeepIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    Duration hour = Duration.ofHours(1);
    for (ProjectSettings.Idle broken :
        new ProjectSettings.Idle[] {
          new ProjectSettings.Idle(null, hour, 1, hour),
          new ProjectSettings.Idle(Duration.ZERO, hour, 1, hour),
          new ProjectSettings.Idle(hour.negated(), hour, 1, hour),
          new ProjectSettings.Idle(hour, null, 1, hour),
          new ProjectSettings.Idle(hour, hour.negated(), 1, hour),
          new ProjectSettings.Idle(hour, hour, -1, hour),
          new ProjectSettings.Idle(hour, hour, 1, null),
          new ProjectSettings.Idle(Duration.ofSeconds(Long.MAX_VALUE), hour, 1, hour),
        }) {
      assertThat(IdlePolicy.decide(used().build(), broken, Optional.empty(), late))
          .as(broken.toString())
          .isEqualTo(KEEP);
    }
  }

  @Test
  void aLastActivityFromBeforeTheStartCountsAsTheStart() {
    Snapshots adopted = used().activeAt(READY_AT.minus(Duration.ofDays(2)));
    Instant end = READY_AT.plus(Duration.ofHours(1));
    assertThat(decide(adopted, end.minusSeconds(1))).isEqualTo(keepUntil(end));
    assertThat(decide(adopted, end)).isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }
}
