package io.berth.lifecycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A roll-out and its processes as values: does what the policy asks, lets processes start, fail,
 * fall asleep and time pass by chance, and looks after the promises at each step.
 */
final class RolloutWorld {
  static final int OLD = 1;
  static final int NEW = 2;

  /** How likely things go wrong, in percent. */
  record Luck(int badStart, int badLater, int badOldStart, int nap) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Random random;
  private final Luck luck;
  private final Map<ProjectId, Integer> held = new HashMap<>();
  private final Map<ProjectId, Look> looks = new HashMap<>();
  private Instant now = Instant.EPOCH;
  Rollout rollout;

  RolloutWorld(int projects, int critical, RolloutPlan plan, Luck luck, long seed) {
    this.random = new Random(seed);
    this.luck = luck;
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < projects; i++) {
      ProjectId id = new ProjectId("p" + i);
      members.add(member(id, i, i >= projects - critical, MemberState.PENDING, false, "", 0));
      held.put(id, OLD);
      looks.put(id, random.nextBoolean() ? look(ProcessState.READY, 1, OLD) : asleep(1, OLD));
    }
    rollout =
        new Rollout(
            1,
            "r",
            OLD,
            NEW,
            RolloutState.RUNNING,
            0,
            plan,
            "",
            "ann",
            now,
            now,
            Optional.empty(),
            Optional.empty(),
            members);
  }

  private Member member(
      ProjectId id,
      int i,
      boolean critical,
      MemberState state,
      boolean failed,
      String why,
      long g) {
    return new Member(id, i, critical, OLD, state, failed, why, g, now, "");
  }

  private static Look look(ProcessState state, long generation, int version) {
    return new Look(state, generation, version, "", false, Optional.empty(), "", 0, 0, PATIENCE);
  }

  private static Look asleep(long generation, int version) {
    return new Look(
        ProcessState.STOPPED,
        generation,
        version,
        "idle",
        false,
        Optional.empty(),
        "",
        0,
        0,
        PATIENCE);
  }

  /** One round; false when it is over. */
  boolean round() {
    List<RolloutAction> actions = RolloutPolicy.decide(rollout, looks, now);
    if (rollout.state().over()) {
      assertThat(actions).as("nothing follows the end").isEmpty();
      return false;
    }
    for (RolloutAction action : actions) {
      apply(action);
      promises();
    }
    if (actions.isEmpty()) {
      pass();
    }
    return true;
  }

  private void apply(RolloutAction action) {
    if (action instanceof RolloutAction.Become become) {
      become(become);
    } else if (action instanceof RolloutAction.Replace replace) {
      Look old = looks.get(replace.project());
      assertThat(old.commanded()).as("one replacement at a time").isFalse();
      looks.put(
          replace.project(),
          new Look(
              ProcessState.STOPPING,
              old.generation(),
              old.version(),
              "",
              true,
              Optional.empty(),
              "",
              0,
              0,
              PATIENCE));
    } else if (action instanceof RolloutAction.NextStep) {
      copy(rollout.state(), rollout.step() + 1, rollout.plan(), rollout.members());
    } else if (action instanceof RolloutAction.Move move) {
      assertThat(RolloutMoves.allows(rollout.state(), move.to(), move.cause())).isTrue();
      copy(move.to(), rollout.step(), rollout.plan(), rollout.members());
    }
  }

  /** An operator's order, if the table allows it. */
  void order(RolloutMoves.Cause cause, RolloutState to) {
    if (RolloutMoves.allows(rollout.state(), to, cause)) {
      RolloutPlan p = rollout.plan();
      int tolerated = Math.max(p.maxFailures(), (int) rollout.failures());
      RolloutPlan plan =
          to == RolloutState.RUNNING
              ? new RolloutPlan(
                  p.steps(),
                  p.observe(),
                  tolerated,
                  p.maxErrorPercent(),
                  p.onFailure(),
                  p.wake(),
                  p.parallel())
              : p;
      copy(to, rollout.step(), plan, rollout.members());
    }
  }

  private void become(RolloutAction.Become become) {
    List<Member> members = new ArrayList<>();
    for (Member m : rollout.members()) {
      if (m.project().equals(become.project())) {
        assertThat(m.state().mayBecome(become.state())).as(m + " " + become).isTrue();
        if (become.state() == MemberState.SWITCHING) {
          held.put(m.project(), NEW);
        } else if (become.state() == MemberState.RETURNING) {
          held.put(m.project(), OLD);
        }
        Look look = looks.get(m.project());
        // why: a replacement counts for the state in which it was ordered
        looks.put(m.project(), told(look, Optional.empty(), false));
        members.add(
            member(
                m.project(),
                m.ordinal(),
                m.critical(),
                become.state(),
                become.failed(),
                become.reason(),
                look.generation()));
      } else {
        members.add(m);
      }
    }
    copy(rollout.state(), rollout.step(), rollout.plan(), members);
  }

  private static Look told(Look look, Optional<String> refused, boolean commanded) {
    return new Look(
        look.state(),
        look.generation(),
        look.version(),
        look.ended(),
        commanded,
        refused,
        look.complaint(),
        look.answers(),
        look.errors(),
        PATIENCE);
  }

  private void copy(RolloutState state, int step, RolloutPlan plan, List<Member> members) {
    rollout =
        new Rollout(
            1,
            "r",
            OLD,
            NEW,
            state,
            step,
            plan,
            "",
            "ann",
            now,
            now,
            Optional.empty(),
            Optional.empty(),
            members);
  }

  private void pass() {
    now = now.plusSeconds(1 + random.nextInt(10));
    looks.replaceAll(this::live);
  }

  private Look live(ProjectId project, Look look) {
    boolean willBeNew = held.get(project) == NEW;
    if (look.state() == ProcessState.READY && look.version() == NEW && chance(luck.badLater)) {
      return random.nextBoolean()
          ? look(ProcessState.BACKOFF, look.generation(), NEW)
          : new Look(
              ProcessState.READY,
              look.generation(),
              NEW,
              "",
              false,
              Optional.empty(),
              "500",
              9,
              9,
              PATIENCE);
    }
    if (look.state() == ProcessState.READY && chance(luck.nap)) {
      return asleep(look.generation(), look.version());
    }
    boolean starts =
        look.state() == ProcessState.STOPPING
            || look.state() == ProcessState.BACKOFF && random.nextBoolean()
            || look.state() == ProcessState.STOPPED && chance(luck.nap);
    if (!starts) {
      return look;
    }
    boolean fails = chance(willBeNew ? luck.badStart : luck.badOldStart);
    Look next =
        look(
            fails ? ProcessState.BACKOFF : ProcessState.READY,
            look.generation() + 1,
            held.get(project));
    return fails && look.commanded() ? told(next, Optional.of("exit 7"), false) : next;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void promises() {
    List<Member> touched =
        rollout.members().stream()
            .filter(m -> m.state() != MemberState.PENDING && m.state() != MemberState.SKIPPED)
            .toList();
    assertThat(touched)
        .as("no more than the step's share")
        .hasSizeLessThanOrEqualTo(rollout.quota());
    if (rollout.step() == 0) {
      assertThat(touched).as("no critical one in the first step").noneMatch(Member::critical);
    }
    assertThat(rollout.count(MemberState.SWITCHING))
        .as("replaced at once")
        .isLessThanOrEqualTo(rollout.plan().parallel());
    if (rollout.state() == RolloutState.ROLLED_BACK) {
      assertThat(held.values()).as("all have their old version").containsOnly(OLD);
    }
    if (rollout.state() == RolloutState.COMPLETED) {
      assertThat(rollout.members())
          .allMatch(
              m ->
                  m.state() == MemberState.DONE || m.state() == MemberState.RETURNED && m.failed());
    }
  }
}
