package io.berth.lifecycle.claim.proof;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a board when its work is over: what PostgreSQL wrote of each task, what
 * callers were told, and what the tables say at the end. Data only; {@link ClaimCheck} judges it.
 *
 * @param end each task as it is stored
 * @param files who holds each file, as it is stored
 * @param capacity how many tasks each agent may hold
 */
public record History(
    List<Line> lines,
    List<Told> told,
    Map<String, Stored> end,
    Map<String, String> files,
    Map<String, Integer> capacity) {

  /** One line of {@code task_event}. */
  public record Line(
      long id,
      String task,
      String kind,
      String agent,
      int attempt,
      Optional<TaskState> from,
      Optional<TaskState> to,
      Map<String, Object> details) {
    String request() {
      return (String) details.get("request");
    }
  }

  /** A task as the tables have it. */
  public record Stored(TaskState state, int attempt, String holder) {}

  /** Reads what is stored, beside what callers were told. */
  public static History read(Database database, List<Told> told) throws KmException {
    return database.transact(
        t -> {
          Map<String, Stored> end = new HashMap<>();
          Map<String, String> files = new HashMap<>();
          Map<String, Integer> capacity = new HashMap<>();
          t.createQuery(
                  "SELECT t.id, t.state, t.attempt, c.agent FROM task t"
                      + " LEFT JOIN task_claim c ON c.task = t.id")
              .map((row, c) -> end.put(row.getString(1), stored(row)))
              .list();
          t.createQuery("SELECT project || ' ' || path, task FROM task_file")
              .map((row, c) -> Optional.ofNullable(files.put(row.getString(1), row.getString(2))))
              .list();
          t.createQuery("SELECT id, capacity FROM agent")
              .map((row, c) -> Optional.ofNullable(capacity.put(row.getString(1), row.getInt(2))))
              .list();
          List<Line> lines =
              t.createQuery("SELECT * FROM task_event ORDER BY id")
                  .map((row, c) -> line(row))
                  .list();
          return new History(lines, List.copyOf(told), end, files, capacity);
        });
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(TaskState.valueOf(row.getString(2)), row.getInt(3), row.getString(4));
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getLong("id"),
        row.getString("task"),
        row.getString("kind"),
        row.getString("agent"),
        row.getInt("attempt"),
        Optional.ofNullable(row.getString("from_state")).map(TaskState::valueOf),
        Optional.ofNullable(row.getString("to_state")).map(TaskState::valueOf),
        Json.read(row.getString("details")));
  }
}
