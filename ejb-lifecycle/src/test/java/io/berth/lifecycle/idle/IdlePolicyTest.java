package io.berth.lifecycle.idle;

import static io.berth.lifecycle.testing.Snapshots.READY_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.idle.IdleDecision.Why;
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
      new ProjectSettings.Idle(
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          10,
          Duration.ofHours(4),
          Duration.ofMinutes(90));
  private static final Instant ACTIVE = READY_AT.plus(Duration.ofMinutes(30));

  private static Snapshots used() {
    return Snapshots.ready(ALPHA).requests(10).activeAt(ACTIVE);
  }

  private static IdleDecision decide(Snapshots process, Instant now) {
    return IdlePolicy.decide(process.build(), SETTINGS, Holds.NONE, now);
  }

  private static IdleDecision keepUntil(Instant time, Why why) {
    return new IdleDecision.Keep(Optional.of(time), why);
  }

  private static IdleDecision keep(Why why) {
    return IdleDecision.keep(why);
  }

  private static Holds busyUntil(Instant end) {
    return new Holds(Optional.of(end), Optional.empty());
  }

  @Test
  void stopsWhenNobodyUsedItForTheIdleTimeoutAndNotASecondSooner() {
    Instant end = ACTIVE.plus(Duration.ofHours(1));
    assertThat(decide(used(), end.minusSeconds(1))).isEqualTo(keepUntil(end, Why.USED));
    assertThat(decide(used(), end)).isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
    assertThat(decide(used(), end.plus(Duration.ofDays(400))))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void belowTheMinimumOfRequestsTheUnusedTimeoutCounts() {
    Instant end = ACTIVE.plus(Duration.ofHours(4));
    Snapshots little = used().requests(9);
    assertThat(decide(little, ACTIVE.plus(Duration.ofHours(2))))
        .isEqualTo(keepUntil(end, Why.UNUSED));
    assertThat(decide(little, end)).isEqualTo(new IdleDecision.Stop(StopReason.UNUSED));
  }

  @Test
  void aProcessThatNobodyEverUsedCountsFromWhenItWasReady() {
    Snapshots never = Snapshots.ready(ALPHA);
    Instant end = READY_AT.plus(Duration.ofHours(4));
    assertThat(decide(never, end.minusMillis(1))).isEqualTo(keepUntil(end, Why.UNUSED));
    assertThat(decide(never, end)).isEqualTo(new IdleDecision.Stop(StopReason.UNUSED));
  }

  @Test
  void theGracePeriodProtectsANewProcessEvenWithATinyTimeout() {
    ProjectSettings.Idle tiny =
        new ProjectSettings.Idle(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    Instant end = READY_AT.plus(Duration.ofMinutes(5));
    assertThat(
            IdlePolicy.decide(Snapshots.ready(ALPHA).build(), tiny, Holds.NONE, end.minusMillis(1)))
        .isEqualTo(keepUntil(end, Why.GRACE));
    assertThat(IdlePolicy.decide(Snapshots.ready(ALPHA).build(), tiny, Holds.NONE, end))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void requestsUnderWayKeepItHoweverLongTheyTake() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().inFlight(1), late)).isEqualTo(keep(Why.IN_FLIGHT));
    assertThat(decide(used().inFlight(3).openStreams(2), late)).isEqualTo(keep(Why.IN_FLIGHT));
  }

  @Test
  void aStreamKeepsItUntilItWasSilentForTheTimeOfSilence() {
    Snapshots listening = used().inFlight(2).openStreams(2);
    Instant end = ACTIVE.plus(Duration.ofMinutes(90));
    assertThat(decide(listening, end.minusMillis(1))).isEqualTo(keepUntil(end, Why.STREAM));
    assertThat(decide(listening, end)).isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void aBusyLeaseKeepsItAndItsEndIsActivity() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, busyUntil(late.plusSeconds(1)), late))
        .isEqualTo(keep(Why.BUSY));
    Instant ended = late.minus(Duration.ofMinutes(59));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, busyUntil(ended), late))
        .isEqualTo(keepUntil(ended.plus(Duration.ofHours(1)), Why.USED));
    Instant before = ACTIVE.minus(Duration.ofHours(9));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, busyUntil(before), late))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @Test
  void anOpenWindowOfItsScheduleKeepsItAndItsEndIsNoActivity() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    Holds warm = new Holds(Optional.empty(), Optional.of(late.plusSeconds(1)));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, warm, late))
        .isEqualTo(keepUntil(late.plusSeconds(1), Why.WARM));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, warm, late.plusSeconds(1)))
        .isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }

  @ParameterizedTest
  @EnumSource(value = ProcessState.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
  void nothingButAReadyProcessIsEverStopped(ProcessState state) {
    Snapshots process = Snapshots.of(state, ALPHA).requests(10).activeAt(ACTIVE);
    assertThat(decide(process, ACTIVE.plus(Duration.ofDays(3)))).isEqualTo(keep(Why.NOT_READY));
  }

  @Test
  void whateverIsMissingKeepsIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().activeAt(null), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().readyAt(null).startedAt(null), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(IdlePolicy.decide(null, SETTINGS, Holds.NONE, late)).isEqualTo(keep(Why.DOUBT));
    assertThat(IdlePolicy.decide(used().build(), null, Holds.NONE, late))
        .isEqualTo(keep(Why.DOUBT));
    assertThat(IdlePolicy.decide(used().build(), SETTINGS, Holds.NONE, null))
        .isEqualTo(keep(Why.DOUBT));
  }

  @Test
  void whateverIsInTheFutureOrNegativeKeepsIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    assertThat(decide(used().activeAt(late.plusSeconds(1)), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().readyAt(late.plusSeconds(1)), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().requests(-1), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().inFlight(-1), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().inFlight(1).openStreams(2), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used().openStreams(-1), late)).isEqualTo(keep(Why.DOUBT));
    assertThat(decide(used(), READY_AT.minusSeconds(1))).isEqualTo(keep(Why.DOUBT));
  }

  @Test
  void settingsThatMakeNoSenseKeepIt() {
    Instant late = ACTIVE.plus(Duration.ofDays(3));
    Duration hour = Duration.ofHours(1);
    for (ProjectSettings.Idle broken :
        new ProjectSettings.Idle[] {
          new ProjectSettings.Idle(null, hour, 1, hour, hour),
          new ProjectSettings.Idle(Duration.ZERO, hour, 1, hour, hour),
          new ProjectSettings.Idle(hour.negated(), hour, 1, hour, hour),
          new ProjectSettings.Idle(hour, null, 1, hour, hour),
          new ProjectSettings.Idle(hour, hour.negated(), 1, hour, hour),
          new ProjectSettings.Idle(hour, hour, -1, hour, hour),
          new ProjectSettings.Idle(hour, hour, 1, null, hour),
          new ProjectSettings.Idle(hour, hour, 1, hour, null),
          new ProjectSettings.Idle(hour, hour, 1, hour, Duration.ZERO),
          new ProjectSettings.Idle(Duration.ofSeconds(Long.MAX_VALUE), hour, 1, hour, hour),
        }) {
      assertThat(IdlePolicy.decide(used().build(), broken, Holds.NONE, late))
          .as(broken.toString())
          .isEqualTo(keep(Why.DOUBT));
    }
  }

  @Test
  void aLastActivityFromBeforeTheStartCountsAsTheStart() {
    Snapshots adopted = used().activeAt(READY_AT.minus(Duration.ofDays(2)));
    Instant end = READY_AT.plus(Duration.ofHours(1));
    assertThat(decide(adopted, end.minusSeconds(1))).isEqualTo(keepUntil(end, Why.USED));
    assertThat(decide(adopted, end)).isEqualTo(new IdleDecision.Stop(StopReason.IDLE));
  }
}
