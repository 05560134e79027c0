package io.berth.lifecycle.claim;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Held tasks and what is strange, as one statement saw them.
 *
 * @param rows what is held, by whomever, and unfinished tasks that came back again and again
 * @param whole whether these are all; there may be more beyond {@link ClaimHealth#MOST}
 * @param lookedAt when any server last looked after leases
 * @param at when this was seen, by the database's clock
 */
public record ClaimPicture(List<Row> rows, boolean whole, Instant lookedAt, Instant at) {
  /**
   * One task.
   *
   * @param tries how often it was handed out since an operator last opened it
   * @param claim who holds it, if anybody
   */
  public record Row(TaskId task, TaskState state, int tries, Optional<Claim> claim) {
    /** How often it was handed out and came back unfinished. */
    public int reversions() {
      return Math.max(0, tries - (claim.isPresent() ? 1 : 0));
    }
  }

  /**
   * Who holds it.
   *
   * @param left until the lease is over; negative when it is
   */
  public record Claim(
      AgentId agent, int attempt, Instant claimedAt, Instant leaseUntil, Duration left) {}

  public ClaimPicture {
    rows = List.copyOf(rows);
  }
}
