package io.berth.lifecycle.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Windows of time in which a process is kept: each of the times opens one of this length, or
 * prolongs the one that is open. Pure.
 */
public record KeepWarm(CronTimes times, Duration length) {
  /** How many windows that touch each other are followed to find the end of the last. */
  private static final int MOST_STEPS = 200;

  /** Until when the process is kept at least, by the window that is open; empty: none is. */
  public Optional<Instant> until(Instant now) {
    Optional<Instant> opened = times.next(now.minus(length)).filter(time -> !time.isAfter(now));
    Instant end = null;
    for (int i = 0; opened.isPresent() && i < MOST_STEPS; i++) {
      end = opened.get().plus(length);
      Instant current = end;
      opened = times.next(opened.get()).filter(time -> !time.isAfter(current));
    }
    return Optional.ofNullable(end);
  }
}
