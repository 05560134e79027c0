package io.berth.lifecycle.idle;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.idle.IdleDecision.Why;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a process is idle. Pure. A READY process is stopped when its last activity lies
 * the idle timeout back; while it had fewer requests than the minimum since its start, the longer
 * unused timeout counts instead, so that a project somebody has just begun to use is not put to
 * sleep between two first questions. Never within the grace period after its start, in an open
 * window of its schedule, while a request goes on, a stream carries something or a busy lease is
 * held. A stream that carried nothing for the time of silence keeps it no longer: whoever held it
 * may be gone for good. Whatever is missing, negative or in the future keeps it.
 */
public final class IdlePolicy {
  private IdlePolicy() {}

  /** The decision. */
  public static IdleDecision decide(
      ProcessSnapshot process, ProjectSettings.Idle settings, Holds holds, Instant now) {
    if (process == null || settings == null || holds == null || now == null) {
      return IdleDecision.keep(Why.DOUBT);
    }
    if (process.state() != ProcessState.READY) {
      return IdleDecision.keep(Why.NOT_READY);
    }
    if (isDoubtful(process) || !areUsable(settings)) {
      return IdleDecision.keep(Why.DOUBT);
    }
    if (process.inFlight() > process.openStreams()) {
      return IdleDecision.keep(Why.IN_FLIGHT);
    }
    Optional<Instant> begin = process.readyAt().or(process::startedAt);
    if (begin.isEmpty() || begin.get().isAfter(now)) {
      return IdleDecision.keep(Why.DOUBT);
    }
    Optional<Instant> activity = lastActivity(process, begin.get());
    if (activity.isEmpty() || activity.get().isAfter(now)) {
      return IdleDecision.keep(Why.DOUBT);
    }
    if (holds.busyUntil().filter(end -> end.isAfter(now)).isPresent()) {
      return IdleDecision.keep(Why.BUSY);
    }
    try {
      return byTime(process, settings, holds, latest(begin.get(), activity.get()), now);
    } catch (DateTimeException | ArithmeticException e) {
      // why: a time beyond the calendar never comes
      return IdleDecision.keep(Why.DOUBT);
    }
  }

  private static boolean isDoubtful(ProcessSnapshot process) {
    return process.requests() < 0
        || process.inFlight() < 0
        || process.openStreams() < 0
        // why: every stream is in flight; counters that say otherwise count wrong
        || process.openStreams() > process.inFlight();
  }

  private static boolean areUsable(ProjectSettings.Idle settings) {
    return isPositive(settings.timeout())
        && isPositive(settings.unusedTimeout())
        && isPositive(settings.streamSilence())
        && settings.grace() != null
        && !settings.grace().isNegative()
        && settings.minRequests() >= 0;
  }

  private static boolean isPositive(Duration time) {
    return time != null && !time.isNegative() && !time.isZero();
  }

  private static Optional<Instant> lastActivity(ProcessSnapshot process, Instant begin) {
    // why: without a single request there is nothing to remember; with some, a missing time is a
    // doubt
    return process.requests() > 0
        ? process.lastActivityAt()
        : Optional.of(process.lastActivityAt().orElse(begin));
  }

  private static IdleDecision byTime(
      ProcessSnapshot process,
      ProjectSettings.Idle settings,
      Holds holds,
      Instant activity,
      Instant now) {
    boolean used = process.requests() >= settings.minRequests();
    Instant begin = process.readyAt().or(process::startedAt).orElseThrow();
    Instant needed = latest(activity, holds.busyUntil().orElse(activity));
    IdleDecision.Keep keep =
        new IdleDecision.Keep(
            Optional.of(needed.plus(used ? settings.timeout() : settings.unusedTimeout())),
            used ? Why.USED : Why.UNUSED);
    if (process.openStreams() > 0) {
      keep = longer(keep, activity.plus(settings.streamSilence()), Why.STREAM);
    }
    keep = longer(keep, begin.plus(settings.grace()), Why.GRACE);
    if (holds.warmUntil().isPresent()) {
      keep = longer(keep, holds.warmUntil().get(), Why.WARM);
    }
    return now.isBefore(keep.stopAt().orElseThrow())
        ? keep
        : new IdleDecision.Stop(used ? StopReason.IDLE : StopReason.UNUSED);
  }

  private static IdleDecision.Keep longer(IdleDecision.Keep keep, Instant until, Why why) {
    return until.isAfter(keep.stopAt().orElseThrow())
        ? new IdleDecision.Keep(Optional.of(until), why)
        : keep;
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
