package io.berth.lifecycle.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides about one alert, minute by minute. Pure. It is raised after three minutes in a row in
 * which the share is high, or at least half is used and the rest will be within an hour; it is
 * cleared after five in a row in which the share is a tenth below and the forecast beyond two
 * hours. In between nothing changes. A level that is not known changes nothing.
 */
public final class AlertPolicy {
  static final int RAISE_AFTER = 3;
  static final int CLEAR_AFTER = 5;

  private static final double MARGIN = 0.1;
  private static final double HALF = 0.5;
  private static final Duration SOON = Duration.ofHours(1);
  private static final Duration LATER = Duration.ofHours(2);

  private AlertPolicy() {}

  /**
   * What is remembered of one resource.
   *
   * @param alert the alert, while it is raised
   * @param streak minutes in a row that spoke for a change
   */
  public record State(Optional<Alert> alert, int streak) {
    /** No alert. */
    public static final State CALM = new State(Optional.empty(), 0);
  }

  /** What changes. */
  public enum Change {
    NONE,
    RAISED,
    CLEARED
  }

  /** What is remembered from now on, and what changes. */
  public record Verdict(State state, Change change) {}

  /** What follows one minute. */
  public static Verdict decide(
      State before, Resource resource, Amount level, Optional<Duration> timeLeft, Instant now) {
    if (!level.known()) {
      return new Verdict(before, Change.NONE);
    }
    return before.alert().isPresent()
        ? whileRaised(before, before.alert().get(), level, timeLeft)
        : whileCalm(before, resource, level, timeLeft, now);
  }

  private static Verdict whileCalm(
      State before, Resource resource, Amount level, Optional<Duration> timeLeft, Instant now) {
    boolean soon =
        level.share() >= HALF && timeLeft.filter(left -> left.compareTo(SOON) <= 0).isPresent();
    if (level.share() < resource.high() && !soon) {
      return new Verdict(State.CALM, Change.NONE);
    }
    if (before.streak() + 1 < RAISE_AFTER) {
      return new Verdict(new State(Optional.empty(), before.streak() + 1), Change.NONE);
    }
    return new Verdict(
        new State(Optional.of(new Alert(resource, now, level, timeLeft)), 0), Change.RAISED);
  }

  private static Verdict whileRaised(
      State before, Alert alert, Amount level, Optional<Duration> timeLeft) {
    boolean calm =
        level.share() < alert.resource().high() - MARGIN
            && timeLeft.filter(left -> left.compareTo(LATER) <= 0).isEmpty();
    if (calm && before.streak() + 1 >= CLEAR_AFTER) {
      return new Verdict(State.CALM, Change.CLEARED);
    }
    Alert current = new Alert(alert.resource(), alert.since(), level, timeLeft);
    return new Verdict(
        new State(Optional.of(current), calm ? before.streak() + 1 : 0), Change.NONE);
  }
}
