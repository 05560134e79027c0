package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drives the roll-outs whose lease this node holds: looks, asks the policy, writes down, acts.
 * Called by a timer; waits for no process. It may be killed at any line: each look begins with what
 * is written down and what the slots show.
 */
public final class RolloutDriver {
  private static final int MOST_ROUNDS = 50;
  private static final Duration MARGIN = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StoredRollouts rollouts;
  private final Connector connector;
  private final EffectiveSettings effective;
  private final Replacements replacements;
  private final Probes probes;
  private final Answers answers;
  private final InstantSource clock;

  RolloutDriver(
      StoredRollouts rollouts,
      Connector connector,
      EffectiveSettings effective,
      Replacements replacements,
      Probes probes,
      Answers answers,
      InstantSource clock) {
    this.rollouts = rollouts;
    this.connector = connector;
    this.effective = effective;
    this.replacements = replacements;
    this.probes = probes;
    this.answers = answers;
    this.clock = clock;
  }

  /** Brings every roll-out of this node as far as it goes without waiting. */
  public void tick() throws KmException {
    Set<ProjectId> moving = new HashSet<>();
    for (long id : rollouts.leased()) {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        if (!goOn(id)) {
          break;
        }
      }
      moving.addAll(moving(rollouts.get(id)));
    }
    answers.watch(moving);
    probes.retain(moving);
    replacements.retain(moving);
  }

  private static Set<ProjectId> moving(Rollout rollout) {
    Set<ProjectId> moving = new HashSet<>();
    for (Member member : rollout.members()) {
      if (member.state().moving() || member.state() == MemberState.OBSERVING) {
        moving.add(member.project());
      }
    }
    return moving;
  }

  /** One look and what follows; false when nothing did. */
  private boolean goOn(long id) throws KmException {
    KmProcesses processes = connector.processes();
    Rollout rollout = rollouts.get(id);
    Map<ProjectId, Look> looks = new HashMap<>();
    Map<ProjectId, Member> members = new HashMap<>();
    for (Member member : rollout.members()) {
      members.put(member.project(), member);
      if (member.state().moving() || member.state() == MemberState.OBSERVING) {
        looks.put(member.project(), look(processes, member));
      }
    }
    List<RolloutAction> actions = RolloutPolicy.decide(rollout, looks, clock.instant());
    for (RolloutAction action : actions) {
      if (action instanceof RolloutAction.Replace replace) {
        replacements.begin(processes, members.get(replace.project()));
      } else if (!rollouts.apply(rollout, action, generation(looks, action))) {
        return false;
      }
    }
    return !actions.isEmpty();
  }

  private static long generation(Map<ProjectId, Look> looks, RolloutAction action) {
    return action instanceof RolloutAction.Become become
        ? Optional.ofNullable(looks.get(become.project())).map(Look::generation).orElse(0L)
        : 0;
  }

  private Look look(KmProcesses processes, Member member) {
    // why first: what is seen of the slot is then at least as new as the end of the command
    boolean commanded = replacements.underWay(member);
    Optional<String> refused = replacements.refused(member);
    ProcessSnapshot process = processes.snapshot(member.project());
    String complaint =
        member.state() == MemberState.OBSERVING && process.state().servesNow()
            ? probes.complaint(processes, member.project(), process.generation())
            : "";
    Answers.Count count = answers.of(member.project(), process.generation());
    return new Look(
        process.state(),
        process.generation(),
        process.runtimeVersion(),
        process.lastExit().map(exit -> exit.reason()).orElse(""),
        commanded,
        refused,
        complaint,
        count.answers(),
        count.errors(),
        patience(member.project()));
  }

  private Duration patience(ProjectId project) {
    try {
      ProjectSettings own = effective.of(project);
      return own.drainTimeout()
          .plus(own.stopTimeout())
          .plus(own.startTimeout())
          .plus(own.restart().backoff())
          .plus(MARGIN);
    } catch (KmException e) {
      // why: a project that is gone is told by its row
      return PATIENCE;
    }
  }
}
