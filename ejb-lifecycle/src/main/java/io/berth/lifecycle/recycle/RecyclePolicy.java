package io.berth.lifecycle.recycle;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a process is too old. Pure. After its maximum age, and a part of a tenth more
 * that differs from project to project, it is due; it goes at the first moment at which nothing is
 * in flight and no busy lease is held, or when the patience is over. Whatever is missing, negative
 * or in the future keeps it.
 */
public final class RecyclePolicy {
  private static final int PARTS = 1_000;
  private static final int SHARE = 10;

  private RecyclePolicy() {}

  /** Whether the process is to be replaced now. */
  public static boolean isDue(
      ProcessSnapshot process, ProjectSettings.Recycling settings, boolean busy, Instant now) {
    if (process == null || settings == null || now == null) {
      return false;
    }
    Duration patience = settings.patience();
    Optional<Instant> due = dueAt(process, settings);
    if (patience == null || patience.isNegative() || due.isEmpty() || now.isBefore(due.get())) {
      return false;
    }
    if (process.inFlight() == 0 && !busy) {
      return true;
    }
    try {
      return process.inFlight() >= 0 && !now.isBefore(due.get().plus(patience));
    } catch (DateTimeException | ArithmeticException e) {
      return false; // why: a time beyond the calendar never comes
    }
  }

  /** When it is due; empty: never, or in doubt. */
  public static Optional<Instant> dueAt(
      ProcessSnapshot process, ProjectSettings.Recycling settings) {
    Optional<Duration> age = settings.maxAge();
    if (process.state() != ProcessState.READY
        || age == null
        || age.isEmpty()
        || age.get().isNegative()
        || age.get().isZero()) {
      return Optional.empty();
    }
    try {
      Duration whole = age.get().plus(stagger(process.project(), age.get()));
      return process.startedAt().map(start -> start.plus(whole));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The project's own share of a tenth of the age: the same each time. */
  static Duration stagger(ProjectId project, Duration age) {
    int part = Math.floorMod(project.value().hashCode(), PARTS);
    return age.dividedBy(SHARE).dividedBy(PARTS).multipliedBy(part);
  }
}
