package io.berth.lifecycle.sharing;

import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.settings.SharingPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a project lives in the wrong kind of process for what it is asked. Pure. A cold
 * one, which was awake within the window for less than so many requests an hour, belongs into a
 * shared process; one there with four times as many belongs into its own. Whatever is missing,
 * negative, too young or in the future leaves it where it is.
 */
public final class SharingRule {
  private static final int BUSY = 4;
  private static final Duration SLACK = Duration.ofMinutes(5);

  private SharingRule() {}

  /** Where it belongs, and why. */
  public record Verdict(ProcessKind to, String why) {}

  /** Empty: where it is, or in doubt. */
  public static Optional<Verdict> decide(
      Demand demand, ProjectSettings.Sharing settings, boolean critical, Instant now) {
    if (demand == null
        || settings == null
        || now == null
        || settings.policy() == SharingPolicy.OFF
        || !trustworthy(demand, now)) {
      return Optional.empty();
    }
    double limit = settings.below().perMinute() * 60;
    double rate = demand.perHour();
    if (demand.process() == ProcessKind.DEDICATED) {
      boolean cold = demand.awakeMinutes() > 0 && rate < limit;
      return cold && demand.builtIn() && !critical
          ? Optional.of(verdict(ProcessKind.SHARED, rate, demand))
          : Optional.empty();
    }
    return rate > BUSY * limit
        ? Optional.of(verdict(ProcessKind.DEDICATED, rate, demand))
        : Optional.empty();
  }

  private static boolean trustworthy(Demand demand, Instant now) {
    Duration window = demand.window();
    if (window == null
        || window.isNegative()
        || window.isZero()
        || demand.requests() < 0
        || demand.awakeMinutes() < 0
        || demand.process() == null
        || demand.createdAt() == null
        || demand.countedSince() == null) {
      return false;
    }
    try {
      Instant begin = now.minus(window);
      return !demand.createdAt().isAfter(begin)
          && !demand.countedSince().isAfter(begin.plus(SLACK));
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private static Verdict verdict(ProcessKind to, double rate, Demand demand) {
    return new Verdict(
        to,
        String.format(
            Locale.ROOT, "%.1f requests an hour over %s", rate, demand.window().toString()));
  }
}
