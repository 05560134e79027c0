package io.berth.lifecycle.schedule;

import io.berth.lifecycle.cron.CronTimes;
import io.berth.lifecycle.cron.KeepWarm;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A scheduled time for which a process is to be started now.
 *
 * @param at the time of the schedule
 * @param why for the audit
 */
record DueStart(Instant at, String why) {

  /**
   * What is due of the times after a moment and up to now. A time to wake that is longer ago than
   * the lateness, and a window that is over, are missed for good. Pure.
   */
  static Optional<DueStart> of(ProjectSettings.Schedule schedule, Instant after, Instant now) {
    Optional<DueStart> warm =
        schedule
            .keepWarm()
            .flatMap(
                windows ->
                    within(windows.times(), later(after, now.minus(windows.length())), now)
                        .map(at -> new DueStart(at, "keep warm: " + windows.times())));
    return warm.or(
        () ->
            schedule
                .wake()
                .flatMap(
                    times ->
                        within(times, later(after, now.minus(schedule.lateness())), now)
                            .map(at -> new DueStart(at, "wake: " + times))));
  }

  /** What is due is told apart from another schedule by this. */
  static String name(ProjectSettings.Schedule schedule) {
    return schedule.keepWarm().map(KeepWarm::toString).orElse("-")
        + " "
        + schedule.wake().map(CronTimes::toString).orElse("-");
  }

  /** How long after its time it is made up. */
  Duration lateBy(Instant now) {
    return Duration.between(at, now);
  }

  private static Optional<Instant> within(CronTimes times, Instant after, Instant now) {
    return times.next(after).filter(at -> !at.isAfter(now));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
