package io.berth.lifecycle.claim;

import io.berth.lifecycle.task.TaskId;
import java.util.List;
import java.util.Locale;

/**
 * Something about held tasks that is not as it should be.
 *
 * @param tasks which it concerns; empty where it is not about tasks
 */
public record ClaimIssue(Kind kind, String description, List<TaskId> tasks) {
  /** What it is; the first four are the originals' words. */
  public enum Kind {
    /** A claim stands for a task that nobody should hold. */
    ORPHANED_ASSIGNMENTS("high"),
    /** A task is in the state of a held one, and no claim stands for it. */
    UNTRACKED_ASSIGNMENTS("high"),
    /** No server looks after leases. */
    MONITOR_STOPPED("high"),
    /** Tasks come back again and again. */
    HIGH_REVERSIONS("medium"),
    /** Holders were silent for longer than their lease. */
    SILENT_AGENTS("medium");

    private final String severity;

    Kind(String severity) {
      this.severity = severity;
    }

    /** How bad it is. */
    public String severity() {
      return severity;
    }

    /** The spelling in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ClaimIssue {
    tasks = List.copyOf(tasks);
  }
}
