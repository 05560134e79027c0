package io.berth.lifecycle.task;

import io.berth.lifecycle.database.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements on the history of tasks. Lines of a task are written while it is locked. */
public final class TaskEvents {
  /** A line to be written. */
  public record Line(
      TaskId task,
      String kind,
      String actor,
      Optional<String> agent,
      int attempt,
      Optional<TaskState> from,
      Optional<TaskState> to,
      Map<String, ?> details) {
    /** A line without a move. */
    public static Line of(TaskId task, String kind, String actor, Map<String, ?> details) {
      return new Line(
          task, kind, actor, Optional.empty(), 0, Optional.empty(), Optional.empty(), details);
    }

    /** The same about a move. */
    public Line moving(TaskState before, TaskState after) {
      return new Line(
          task, kind, actor, agent, attempt, Optional.of(before), Optional.of(after), details);
    }

    /** The same about a claim. */
    public Line of(String holder, int number) {
      return new Line(task, kind, actor, Optional.of(holder), number, from, to, details);
    }
  }

  private TaskEvents() {}

  /** Writes one. */
  public static void append(Handle transaction, Line line) {
    append(transaction, List.of(line));
  }

  /** Writes some, in one round trip. */
  static void append(Handle transaction, List<Line> lines) {
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO task_event (task, project, kind, actor, agent, attempt, from_state, to_state, details)
            VALUES (:task, :project, :kind, :actor, :agent, :attempt, :from, :to, CAST(:details AS jsonb))
            """);
    for (Line line : lines) {
      batch
          .bind("task", line.task.toString())
          .bind("project", line.task.project().value())
          .bind("kind", line.kind)
          .bind("actor", line.actor)
          .bind("agent", line.agent.orElse(null))
          .bind("attempt", line.attempt)
          .bind("from", line.from.map(TaskState::name).orElse(null))
          .bind("to", line.to.map(TaskState::name).orElse(null))
          .bind("details", Json.write(line.details))
          .add();
    }
    batch.execute();
  }

  /** At most {@code limit} lines of a task after this one, oldest first. */
  static List<TaskEvent> after(Handle transaction, TaskId task, long id, int limit) {
    return transaction
        .createQuery(
            """
            SELECT id, at, kind, actor, agent, attempt, from_state, to_state, details FROM task_event
            WHERE task = :task AND id > :id ORDER BY id LIMIT :limit
            """)
        .bind("task", task.toString())
        .bind("id", id)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new TaskEvent(
                    row.getLong("id"),
                    task,
                    row.getTimestamp("at").toInstant(),
                    row.getString("kind"),
                    row.getString("actor"),
                    Optional.ofNullable(row.getString("agent")),
                    row.getInt("attempt"),
                    Optional.ofNullable(row.getString("from_state")).map(TaskState::valueOf),
                    Optional.ofNullable(row.getString("to_state")).map(TaskState::valueOf),
                    Json.read(row.getString("details"))))
        .list();
  }
}
