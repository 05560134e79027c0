package io.berth.lifecycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.rollout.RolloutAction.Become;
import io.berth.lifecycle.rollout.RolloutAction.Move;
import io.berth.lifecycle.rollout.RolloutAction.Replace;
import io.berth.lifecycle.rollout.RolloutPlan.OnFailure;
import io.berth.lifecycle.rollout.RolloutPlan.Wake;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RolloutPolicyTest {
  private static final ProjectId A = new ProjectId("a");
  private static final Instant T0 = Instant.EPOCH;

  private static RolloutPlan plan(OnFailure onFailure, Wake wake) {
    return new RolloutPlan(List.of(50, 100), Duration.ofSeconds(30), 0, 20, onFailure, wake, 1);
  }

  private static Rollout rollout(RolloutState state, RolloutPlan plan, Member... members) {
    return new Rollout(
        1,
        "r",
        1,
        2,
        state,
        0,
        plan,
        "",
        "ann",
        T0,
        T0,
        Optional.empty(),
        Optional.empty(),
        List.of(members));
  }

  private static Member member(MemberState state, boolean failed, String hindrance) {
    return new Member(A, 0, false, 1, state, failed, "why", 7, T0, hindrance);
  }

  private static Look look(ProcessState state, long generation, int version, String ended) {
    return new Look(
        state,
        generation,
        version,
        ended,
        false,
        Optional.empty(),
        "",
        0,
        0,
        Duration.ofSeconds(60));
  }

  private static List<RolloutAction> decide(Member member, Look look, int seconds) {
    return RolloutPolicy.decide(
        rollout(RolloutState.RUNNING, plan(OnFailure.ROLLBACK, Wake.NONE), member),
        Map.of(A, look),
        T0.plusSeconds(seconds));
  }

  @Test
  void aProjectIsReplacedOnlyWhenItsProcessRunsTheOldVersionAndNothingIsUnderWay() {
    Member switching = member(MemberState.SWITCHING, false, "");
    assertThat(decide(switching, look(ProcessState.READY, 7, 1, ""), 1))
        .containsExactly(new Replace(A));
    assertThat(decide(switching, look(ProcessState.STARTING, 8, 2, ""), 1)).isEmpty();
    assertThat(decide(switching, look(ProcessState.READY, 8, 2, ""), 1))
        .containsExactly(new Become(A, MemberState.OBSERVING, false, "generation 8"));
    assertThat(decide(switching, look(ProcessState.STOPPED, 7, 1, "idle"), 1))
        .containsExactly(new Become(A, MemberState.DONE, false, "asleep: its next start takes it"));
    assertThat(decide(switching, look(ProcessState.DRAINING, 7, 1, ""), 61))
        .containsExactly(new Become(A, MemberState.RETURNING, true, "not ready within PT1M"));
  }

  @Test
  void anObservedProjectPassesOnlyAfterItsTimeAndFailsAtTheFirstSign() {
    Member observing = member(MemberState.OBSERVING, false, "");
    assertThat(decide(observing, look(ProcessState.READY, 7, 2, ""), 29)).isEmpty();
    assertThat(decide(observing, look(ProcessState.READY, 7, 2, ""), 30))
        .containsExactly(new Become(A, MemberState.DONE, false, "healthy, 0 answers"));
    assertThat(decide(observing, look(ProcessState.READY, 8, 2, "unhealthy"), 5))
        .containsExactly(new Become(A, MemberState.RETURNING, true, "it did not last: unhealthy"));
    assertThat(decide(observing, look(ProcessState.BACKOFF, 7, 2, "exit code 7"), 5))
        .containsExactly(
            new Become(A, MemberState.RETURNING, true, "it did not last: exit code 7"));
    Look errors =
        new Look(
            ProcessState.READY,
            7,
            2,
            "",
            false,
            Optional.empty(),
            "",
            20,
            5,
            Duration.ofSeconds(60));
    assertThat(decide(observing, errors, 5))
        .containsExactly(
            new Become(A, MemberState.RETURNING, true, "5 of 20 answers were server errors"));
  }

  @Test
  void theFirstFailurePausesOrRollsBackAsThePlanSays() {
    Member returned = member(MemberState.RETURNED, true, "");
    for (OnFailure onFailure : OnFailure.values()) {
      assertThat(
              RolloutPolicy.decide(
                  rollout(RolloutState.RUNNING, plan(onFailure, Wake.ALL), returned), Map.of(), T0))
          .containsExactly(
              new Move(
                  onFailure == OnFailure.PAUSE ? RolloutState.PAUSED : RolloutState.ROLLING_BACK,
                  RolloutMoves.Cause.FAILURES,
                  "a: why"));
    }
  }

  @Test
  void whatIsOverOrPausedSwitchesNothing() {
    Member pending = member(MemberState.PENDING, false, "");
    for (RolloutState state : RolloutState.values()) {
      List<RolloutAction> actions =
          RolloutPolicy.decide(
              rollout(state, plan(OnFailure.ROLLBACK, Wake.ALL), pending), Map.of(), T0);
      assertThat(actions.stream().anyMatch(a -> a instanceof Become))
          .as(state.toString())
          .isEqualTo(state == RolloutState.RUNNING);
    }
  }

  @Test
  void aProjectThatWasPinnedMeanwhileIsLeftAlone() {
    assertThat(
            decide(
                member(MemberState.OBSERVING, false, "pinned"),
                look(ProcessState.READY, 7, 2, ""),
                1))
        .containsExactly(new Become(A, MemberState.SKIPPED, false, "pinned"));
  }

  @Test
  void everyMoveOfTheTableStartsWhereSomethingMayFollowAndFromEveryStateThereIsAWayOut() {
    assertThat(RolloutMoves.table()).noneMatch(move -> move.from().over());
    for (RolloutState state : RolloutState.values()) {
      assertThat(RolloutMoves.table().stream().anyMatch(move -> move.from() == state))
          .isEqualTo(!state.over());
    }
    KmException refused =
        catchThrowableOfType(
            KmException.class,
            () ->
                RolloutMoves.check(
                    3, RolloutState.ABORTED, RolloutState.RUNNING, RolloutMoves.Cause.RESUME));
    assertThat(refused.getMessage()).contains("3").contains("ABORTED").contains("RUNNING");
  }

  @Test
  void aWishGetsTheDefaultsAndIsCheckedAgainstTheRules() throws KmException {
    BerthSettings.Rollout defaults = BerthSettings.read(Map.of()).rollout();
    assertThat(RolloutRules.plan(wish(OptionalInt.empty()), defaults).steps())
        .containsExactly(10, 50, 100);
    assertThat(RolloutRules.plan(wish(OptionalInt.of(20)), defaults).steps())
        .containsExactly(20, 100);
    assertThat(
            catchThrowableOfType(
                    KmException.class, () -> RolloutRules.plan(wish(OptionalInt.of(101)), defaults))
                .getMessage())
        .contains("percent");
    assertThat(PlanJson.read(PlanJson.write(plan(OnFailure.PAUSE, Wake.ALL))))
        .isEqualTo(plan(OnFailure.PAUSE, Wake.ALL));
  }

  private static NewRollout wish(OptionalInt percent) {
    return new NewRollout(
        "r",
        2,
        percent,
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }
}
