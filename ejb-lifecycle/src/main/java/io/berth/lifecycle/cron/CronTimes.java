package io.berth.lifecycle.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * A cron expression in a time zone. A local time that a change of the clock leaves out counts at
 * the end of the gap; one that it repeats counts the first time, or each time where the hours are
 * written with {@code *}. Pure.
 */
public record CronTimes(CronExpression expression, ZoneId zone) {
  private static final int MOST_CHANGES = 100;

  /** The first of its times after this moment; empty if it has none in many years. */
  public Optional<Instant> next(Instant after) {
    Instant from = after.plusNanos(1);
    for (int i = 0; i < MOST_CHANGES; i++) {
      ZoneOffsetTransition last = zone.getRules().previousTransition(from.plusNanos(1));
      if (last != null && last.getInstant().equals(from) && last.isGap() && leavesOut(last)) {
        return Optional.of(from);
      }
      ZoneOffset offset = zone.getRules().getOffset(from);
      LocalDateTime local = LocalDateTime.ofInstant(from, offset);
      Optional<Instant> time =
          expression.next(laterOf(local, repeatedUntil(last))).map(l -> l.toInstant(offset));
      ZoneOffsetTransition change = zone.getRules().nextTransition(from);
      if (change == null || time.filter(t -> t.isBefore(change.getInstant())).isPresent()) {
        return time;
      }
      from = change.getInstant();
    }
    return Optional.empty();
  }

  /** Until when local times are the second of their kind, after this change of the clock. */
  private LocalDateTime repeatedUntil(ZoneOffsetTransition last) {
    return last == null || last.isGap() || expression.everyHour()
        ? LocalDateTime.MIN
        : last.getDateTimeBefore();
  }

  private boolean leavesOut(ZoneOffsetTransition gap) {
    return expression
        .next(gap.getDateTimeBefore())
        .filter(time -> time.isBefore(gap.getDateTimeAfter()))
        .isPresent();
  }

  private static LocalDateTime laterOf(LocalDateTime a, LocalDateTime b) {
    return a.isAfter(b) ? a : b;
  }

  /** {@code 0 8 * * MON-FRI (Europe/Berlin)}. */
  @Override
  public String toString() {
    return expression + " (" + zone + ")";
  }
}
