package io.berth.lifecycle.claim;

import io.berth.lifecycle.claim.ClaimPicture.Row;
import io.berth.lifecycle.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a {@link ClaimPicture} says is wrong. A lease that ended a moment ago is not: whoever looks
 * after leases comes every few seconds. Pure.
 */
public final class ClaimDiagnosis {
  /** From so many on, a task that came back is worth a look. */
  public static final int MANY_REVERSIONS = 3;

  private final ClaimTimes times;

  public ClaimDiagnosis(ClaimTimes times) {
    this.times = times;
  }

  /** What was seen with what it means. */
  public ClaimHealth.Checkup of(ClaimPicture picture) {
    return new ClaimHealth.Checkup(picture, isWatched(picture), times.look(), issues(picture));
  }

  private boolean isWatched(ClaimPicture picture) {
    return Duration.between(picture.lookedAt(), picture.at()).compareTo(times.tolerance()) <= 0;
  }

  private List<ClaimIssue> issues(ClaimPicture picture) {
    List<ClaimIssue> issues = new ArrayList<>();
    add(
        issues,
        picture,
        ClaimIssue.Kind.ORPHANED_ASSIGNMENTS,
        "claims stand for tasks that are not in a held state",
        row -> row.claim().isPresent() && !row.state().held());
    add(
        issues,
        picture,
        ClaimIssue.Kind.UNTRACKED_ASSIGNMENTS,
        "tasks are in a held state, and no agent has a claim on them",
        row -> row.claim().isEmpty() && row.state().held());
    if (!isWatched(picture)) {
      issues.add(
          new ClaimIssue(
              ClaimIssue.Kind.MONITOR_STOPPED,
              "no server has looked after leases since "
                  + picture.lookedAt()
                  + ": look at the health of the nodes (GET /health)",
              List.of()));
    }
    add(
        issues,
        picture,
        ClaimIssue.Kind.HIGH_REVERSIONS,
        "tasks came back unfinished " + MANY_REVERSIONS + " times or more: read their history",
        row -> !row.state().over() && row.reversions() >= MANY_REVERSIONS);
    add(
        issues,
        picture,
        ClaimIssue.Kind.SILENT_AGENTS,
        "holders were silent for longer than their lease, which has not been ended yet",
        row -> row.claim().filter(this::isSilent).isPresent());
    return issues;
  }

  private boolean isSilent(ClaimPicture.Claim claim) {
    return claim.left().negated().compareTo(times.tolerance()) > 0;
  }

  private static void add(
      List<ClaimIssue> issues,
      ClaimPicture picture,
      ClaimIssue.Kind kind,
      String description,
      Predicate<Row> which) {
    List<TaskId> tasks = picture.rows().stream().filter(which).map(Row::task).toList();
    if (!tasks.isEmpty()) {
      issues.add(new ClaimIssue(kind, description, tasks));
    }
  }
}
