package io.berth.gateway.system;

import io.berth.gateway.api.Queries;
import io.berth.lifecycle.history.ResourceHistory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * Which part of the history a caller wants, in which steps. Pure. {@code since} is a time or how
 * long ago ({@code PT6H}), {@code step} a number of whole minutes; without them a day, in steps
 * that make about a hundred points.
 */
record HistoryQuery(Instant since, Duration step) {
  private static final Duration LONGEST_STEP = Duration.ofHours(6);
  private static final int POINTS = 120;

  static HistoryQuery of(String since, String step, Instant now) {
    Instant begin = begin(since, now);
    Duration range = Duration.between(begin, now);
    return new HistoryQuery(begin, step == null || step.isEmpty() ? fitting(range) : step(step));
  }

  private static Instant begin(String text, Instant now) {
    Instant oldest = now.minus(ResourceHistory.KEPT);
    if (text == null || text.isEmpty()) {
      return oldest;
    }
    try {
      Instant begin = text.startsWith("P") ? now.minus(Duration.parse(text)) : Instant.parse(text);
      if (!begin.isAfter(now)) {
        return begin.isBefore(oldest) ? oldest : begin;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // why: told below like a time to come
    }
    throw Queries.invalid(
        "'since' must be a time that is past, like 2026-01-31T12:00:00Z, or how long ago, like PT6H");
  }

  private static Duration step(String text) {
    try {
      Duration step = Duration.parse(text);
      if (step.toMinutes() >= 1
          && step.equals(Duration.ofMinutes(step.toMinutes()))
          && step.compareTo(LONGEST_STEP) <= 0) {
        return step;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // why: told below like a step of seconds
    }
    throw Queries.invalid("'step' must be whole minutes, from PT1M to " + LONGEST_STEP);
  }

  private static Duration fitting(Duration range) {
    for (int minutes : new int[] {1, 2, 5, 10}) {
      if (range.toMinutes() <= (long) minutes * POINTS) {
        return Duration.ofMinutes(minutes);
      }
    }
    return Duration.ofMinutes(15);
  }
}
