package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProcessState;
import io.berth.lifecycle.rollout.RolloutAction.Become;
import io.berth.lifecycle.rollout.RolloutAction.Replace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what follows for one project whose process is being replaced or watched. Pure; it looks
 * at what is, not at what was ordered, so that it may be asked again after a crash.
 */
final class MemberPolicy {
  /** Ends that somebody wanted: no sign of a bad version. */
  private static final Set<String> WANTED =
      Set.of("idle", "unused", "operator", "restart", "shutdown");

  private final Rollout rollout;
  private final Instant now;

  MemberPolicy(Rollout rollout, Instant now) {
    this.rollout = rollout;
    this.now = now;
  }

  Optional<RolloutAction> decide(Member member, Look look) {
    boolean over = !member.state().moving() && member.state() != MemberState.OBSERVING;
    if (over) {
      return Optional.empty();
    }
    if (!member.hindrance().isEmpty()) {
      return to(member, MemberState.SKIPPED, member.hindrance());
    }
    return switch (member.state()) {
      case SWITCHING -> switching(member, look);
      case OBSERVING -> observing(member, look);
      default -> returning(member, look);
    };
  }

  private Optional<RolloutAction> switching(Member member, Look look) {
    if (look.ready(rollout.version())) {
      return to(member, MemberState.OBSERVING, "generation " + look.generation());
    }
    if (look.refused().isPresent()) {
      return failed(member, look.refused().get());
    }
    if (late(member, look.patience())) {
      return failed(member, "not ready within " + look.patience());
    }
    if (look.commanded()) {
      return Optional.empty();
    }
    if (look.down() && look.version() == rollout.version()) {
      return failed(member, look.ended());
    }
    if (look.state() == ProcessState.QUARANTINED) {
      return to(member, MemberState.DONE, "in quarantine before: it takes it when it is released");
    }
    if (look.asleep() && !rollout.plan().wakes(rollout.step())) {
      return to(member, MemberState.DONE, "asleep: its next start takes it");
    }
    return replaceUnlessOnItsWay(member, look);
  }

  private Optional<RolloutAction> observing(Member member, Look look) {
    boolean same = look.generation() == member.generation();
    if (look.down() || look.ready(look.version()) && !same) {
      return WANTED.contains(look.ended()) && look.ready(rollout.version())
          ? to(member, MemberState.DONE, "ended by " + look.ended() + " while it was observed")
          : failed(member, "it did not last: " + look.ended());
    }
    if (look.asleep()) {
      return WANTED.contains(look.ended())
          ? to(member, MemberState.DONE, "ended by " + look.ended() + " while it was observed")
          : failed(member, "its process is gone: " + look.ended());
    }
    if (look.ready(rollout.version())) {
      if (!look.complaint().isEmpty()) {
        return failed(member, "unhealthy: " + look.complaint());
      }
      if (look.tooManyErrors(rollout.plan().maxErrorPercent())) {
        return failed(
            member, look.errors() + " of " + look.answers() + " answers were server errors");
      }
      return late(member, rollout.plan().observe())
          ? to(member, MemberState.DONE, "healthy, " + look.answers() + " answers")
          : Optional.empty();
    }
    return late(member, rollout.plan().observe().plus(look.patience()))
        ? failed(member, "not ready at the end of its observation")
        : Optional.empty();
  }

  private Optional<RolloutAction> returning(Member member, Look look) {
    if (look.ready(member.fromVersion())) {
      return to(member, MemberState.RETURNED, member.reason());
    }
    if (look.refused().isPresent()) {
      return to(
          member,
          MemberState.RETURNED,
          member.reason() + "; its old version does not start either: " + look.refused().get());
    }
    if (late(member, look.patience())) {
      return to(
          member,
          MemberState.RETURNED,
          member.reason() + "; its old version is not ready after " + look.patience());
    }
    if (look.asleep()) {
      return to(member, MemberState.RETURNED, member.reason());
    }
    boolean startsTheNewOne =
        look.state() == ProcessState.STARTING && look.version() == rollout.version();
    if (startsTheNewOne && !look.commanded()) {
      return Optional.of(new Replace(member.project()));
    }
    return look.commanded() ? Optional.empty() : replaceUnlessOnItsWay(member, look);
  }

  /** A process that starts or ends by itself is looked at again when that is over. */
  private static Optional<RolloutAction> replaceUnlessOnItsWay(Member member, Look look) {
    boolean onItsWay =
        look.state() == ProcessState.STARTING
            || look.state() == ProcessState.DRAINING
            || look.state() == ProcessState.STOPPING;
    return onItsWay ? Optional.empty() : Optional.of(new Replace(member.project()));
  }

  private boolean late(Member member, Duration patience) {
    return !now.isBefore(member.since().plus(patience));
  }

  private static Optional<RolloutAction> to(Member member, MemberState state, String reason) {
    return Optional.of(new Become(member.project(), state, member.failed(), reason));
  }

  private static Optional<RolloutAction> failed(Member member, String reason) {
    return Optional.of(new Become(member.project(), MemberState.RETURNING, true, reason));
  }
}
