package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.rollout.RolloutAction.Become;
import io.berth.lifecycle.rollout.RolloutAction.Move;
import io.berth.lifecycle.rollout.RolloutAction.NextStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what follows in a roll-out: a pure function of the roll-out, what is seen of its
 * projects, and the time. A project that failed returns at once, whatever becomes of the roll-out;
 * a roll-out that is over asks for nothing.
 */
public final class RolloutPolicy {
  private final Rollout rollout;
  private final List<RolloutAction> actions = new ArrayList<>();

  private RolloutPolicy(Rollout rollout) {
    this.rollout = rollout;
  }

  /** The next actions, in this order. A project that was not looked at is left alone. */
  public static List<RolloutAction> decide(
      Rollout rollout, Map<ProjectId, Look> looks, Instant now) {
    if (rollout.state().over()) {
      return List.of();
    }
    RolloutPolicy policy = new RolloutPolicy(rollout);
    if (rollout.state() == RolloutState.ROLLING_BACK) {
      policy.back();
    }
    policy.verdicts(looks, now);
    if (policy.actions.isEmpty()) {
      policy.goOn();
    }
    return List.copyOf(policy.actions);
  }

  private void verdicts(Map<ProjectId, Look> looks, Instant now) {
    MemberPolicy policy = new MemberPolicy(rollout, now);
    for (Member member : rollout.members()) {
      boolean told =
          actions.stream()
              .anyMatch(a -> a instanceof Become b && b.project().equals(member.project()));
      Look look = looks.get(member.project());
      if (look != null && !told) {
        policy.decide(member, look).ifPresent(actions::add);
      }
    }
  }

  private void goOn() {
    switch (rollout.state()) {
      case RUNNING -> running();
      case ROLLING_BACK -> {
        if (rollout.members().stream().noneMatch(m -> m.state().switched() || m.state().moving())) {
          actions.add(new Move(RolloutState.ROLLED_BACK, RolloutMoves.Cause.FINISHED, ""));
        }
      }
      default -> {
        // why: a pause only brings to its end what is under way
      }
    }
  }

  private void running() {
    if (rollout.failures() > rollout.plan().maxFailures()) {
      boolean back = rollout.plan().onFailure() == RolloutPlan.OnFailure.ROLLBACK;
      actions.add(
          new Move(
              back ? RolloutState.ROLLING_BACK : RolloutState.PAUSED,
              RolloutMoves.Cause.FAILURES,
              firstFailure()));
      return;
    }
    List<Member> inStep =
        rollout.members().stream().filter(m -> m.ordinal() < rollout.quota()).toList();
    long places =
        rollout.plan().parallel()
            - rollout.members().stream().filter(m -> m.state().moving()).count();
    for (Member member : inStep) {
      if (member.state() == MemberState.PENDING) {
        begin(member, places > 0);
        places--;
      }
    }
    boolean stepIsOver =
        inStep.stream()
            .allMatch(
                m ->
                    m.state() == MemberState.DONE
                        || m.state() == MemberState.RETURNED
                        || m.state() == MemberState.SKIPPED);
    if (stepIsOver) {
      actions.add(
          rollout.plan().isLast(rollout.step(), rollout.critical())
              ? new Move(RolloutState.COMPLETED, RolloutMoves.Cause.FINISHED, "")
              : new NextStep());
    }
  }

  private void begin(Member member, boolean mayMove) {
    if (!member.hindrance().isEmpty()) {
      actions.add(new Become(member.project(), MemberState.SKIPPED, false, member.hindrance()));
    } else if (mayMove) {
      actions.add(
          new Become(
              member.project(), MemberState.SWITCHING, false, "step " + (rollout.step() + 1)));
    }
  }

  private void back() {
    long places =
        rollout.plan().parallel()
            - rollout.members().stream().filter(m -> m.state() == MemberState.RETURNING).count();
    for (Member member : rollout.members()) {
      if (member.state().switched() && places-- > 0) {
        actions.add(
            member.hindrance().isEmpty()
                ? new Become(
                    member.project(), MemberState.RETURNING, member.failed(), "rolled back")
                : new Become(
                    member.project(), MemberState.SKIPPED, member.failed(), member.hindrance()));
      }
    }
  }

  private String firstFailure() {
    Optional<Member> first = rollout.members().stream().filter(Member::failed).findFirst();
    return first.map(m -> m.project() + ": " + m.reason()).orElse("");
  }
}
