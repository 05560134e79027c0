package io.berth.lifecycle.idle;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a process is idle. Pure. A READY process is stopped when its last activity lies
 * the idle timeout back; while it had fewer requests than the minimum since its start, the longer
 * unused timeout counts instead, so that a project somebody has just begun to use is not put to
 * sleep between two first questions. Never within the grace period after its start, never while a
 * request, a stream or a busy lease goes on. Whatever is missing, negative or in the future keeps
 * it.
 */
public final class IdlePolicy {
  private IdlePolicy() {}

  /**
   * The decision.
   *
   * @param busyUntil the end of the latest busy lease, in the future or the past; empty: there was
   *     none
   */
  public static IdleDecision decide(
      ProcessSnapshot process,
      ProjectSettings.Idle settings,
      Optional<Instant> busyUntil,
      Instant now) {
    if (process == null || settings == null || busyUntil == null || now == null) {
      return IdleDecision.keep();
    }
    if (process.state() != ProcessState.READY
        || process.inFlight() != 0
        || process.openStreams() != 0
        || process.requests() < 0
        || !areUsable(settings)) {
      return IdleDecision.keep();
    }
    Optional<Instant> begin = process.readyAt().or(process::startedAt);
    if (begin.isEmpty() || begin.get().isAfter(now)) {
      return IdleDecision.keep();
    }
    Optional<Instant> active = lastActivity(process, begin.get(), busyUntil);
    if (active.isEmpty() || active.get().isAfter(now)) {
      return IdleDecision.keep();
    }
    return byTime(process, settings, begin.get(), active.get(), now);
  }

  private static boolean areUsable(ProjectSettings.Idle settings) {
    return isPositive(settings.timeout())
        && isPositive(settings.unusedTimeout())
        && settings.grace() != null
        && !settings.grace().isNegative()
        && settings.minRequests() >= 0;
  }

  private static boolean isPositive(Duration time) {
    return time != null && !time.isNegative() && !time.isZero();
  }

  private static Optional<Instant> lastActivity(
      ProcessSnapshot process, Instant begin, Optional<Instant> busyUntil) {
    // why: without a single request there is nothing to remember; with some, a missing time is a
    // doubt
    if (process.lastActivityAt().isEmpty() && process.requests() > 0) {
      return Optional.empty();
    }
    Instant request = process.lastActivityAt().orElse(begin);
    return Optional.of(latest(latest(request, begin), busyUntil.orElse(begin)));
  }

  private static IdleDecision byTime(
      ProcessSnapshot process,
      ProjectSettings.Idle settings,
      Instant begin,
      Instant active,
      Instant now) {
    boolean used = process.requests() >= settings.minRequests();
    try {
      Instant idleAt = active.plus(used ? settings.timeout() : settings.unusedTimeout());
      Instant stopAt = latest(idleAt, begin.plus(settings.grace()));
      if (now.isBefore(stopAt)) {
        return new IdleDecision.Keep(Optional.of(stopAt));
      }
      return new IdleDecision.Stop(used ? StopReason.IDLE : StopReason.UNUSED);
    } catch (DateTimeException | ArithmeticException e) {
      // why: a time beyond the calendar never comes
      return IdleDecision.keep();
    }
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
