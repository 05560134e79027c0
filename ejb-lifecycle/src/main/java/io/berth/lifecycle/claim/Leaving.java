package io.berth.lifecycle.claim;

import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskEvents;
import io.berth.lifecycle.task.TaskLinks;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Ends one claim within the transaction of its caller, who holds the links of the project and the
 * task: the claim's row, its files, the task's new state, its history, those that wait for it, the
 * agent's counts.
 */
final class Leaving {
  /**
   * What else is written.
   *
   * @param handedBack what the next holder is given; empty: what there is stays
   * @param declined the agent is not offered it again for so long
   * @param reservedFor who alone is offered it, for so long
   */
  record Extras(
      Optional<String> handedBack,
      Optional<Duration> declined,
      Optional<String> reservedFor,
      Duration reservation) {
    static final Extras NONE =
        new Extras(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  private static final String END =
      """
      WITH over AS (DELETE FROM task_claim WHERE task = :task
        RETURNING greatest(spent_tokens, :tokens) AS tokens,
          extract(epoch FROM clock_timestamp() - claimed_at) AS seconds),
      moved AS (
        UPDATE task SET state = :to, updated_at = clock_timestamp(),
          ended_at = CASE WHEN :ends THEN clock_timestamp() END,
          completed_by = CASE WHEN :done THEN :agent END,
          progress = CASE WHEN :done THEN 100 ELSE progress END,
          spent_tokens = task.spent_tokens + over.tokens,
          spent_seconds = task.spent_seconds + greatest(0, CAST(ceil(over.seconds) AS bigint)),
          handed_back = coalesce(:handedBack, handed_back),
          declined_by = CASE WHEN :declined > 0 THEN :agent END,
          declined_until = CASE WHEN :declined > 0
            THEN clock_timestamp() + make_interval(secs => :declined) END,
          reserved_for = :reserved,
          reserved_until = CASE WHEN :reservation > 0
            THEN clock_timestamp() + make_interval(secs => :reservation) END
        FROM over WHERE id = :task),
      counted AS (UPDATE agent SET completed = completed + 1 WHERE :done AND id = :agent)
      INSERT INTO task_event (task, project, kind, actor, agent, attempt, from_state, to_state, details)
      VALUES (:task, :project, :kind, :actor, :agent, :attempt, :from, :to, CAST(:details AS jsonb))
      """;

  private Leaving() {}

  /**
   * Ends it.
   *
   * @param tokens what the holder says that it spent of them
   */
  static void end(
      Handle transaction,
      ClaimRows.Held held,
      TaskState to,
      long tokens,
      Extras extras,
      TaskEvents.Line line) {
    Task task = held.task();
    ClaimRows.Claim claim = held.claim().orElseThrow();
    transaction
        .createUpdate(END)
        .bind("task", task.id().toString())
        .bind("project", task.id().project().value())
        .bind("tokens", tokens)
        .bind("from", task.state().name())
        .bind("to", to.name())
        .bind("ends", to.over())
        .bind("done", to == TaskState.DONE)
        .bind("agent", claim.agent().value())
        .bind("attempt", claim.attempt())
        .bind("handedBack", extras.handedBack.orElse(null))
        .bind("declined", extras.declined.map(Leaving::seconds).orElse(0.0))
        .bind("reserved", extras.reservedFor.orElse(null))
        .bind("reservation", extras.reservedFor.isPresent() ? seconds(extras.reservation) : 0.0)
        .bind("kind", line.kind())
        .bind("actor", line.actor())
        .bind("details", Json.write(line.details()))
        .execute();
    boolean settled = to == TaskState.DONE || to == TaskState.CANCELLED;
    if (settled && held.awaited()) {
      TaskLinks.settle(transaction, task.id(), to);
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
