package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays the histories of all tasks in the order in which they were written, and proves: at most
 * one holder of a task and of a file at any time, attempts that only grow, moves of the table only,
 * nothing but refusals from who does not hold, and an end that the tables agree with.
 */
final class HistoryCheck {
  private record Line(
      long id,
      String task,
      String kind,
      String agent,
      int attempt,
      Optional<TaskState> from,
      Optional<TaskState> to,
      Map<String, Object> details) {}

  private record Hold(String agent, int attempt, List<?> files) {}

  private final Map<String, TaskState> states = new HashMap<>();
  private final Map<String, Hold> holds = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Integer> byAgent = new HashMap<>();
  private int claims;

  /** The number of claims that were looked at. */
  static int check(Database database) throws KmException {
    HistoryCheck check = new HistoryCheck();
    for (Line line : lines(database)) {
      check.replay(line);
    }
    check.agreesWith(database);
    return check.claims;
  }

  private static List<Line> lines(Database database) throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT * FROM task_event ORDER BY id")
                .map(
                    (row, c) ->
                        new Line(
                            row.getLong("id"),
                            row.getString("task"),
                            row.getString("kind"),
                            row.getString("agent"),
                            row.getInt("attempt"),
                            Optional.ofNullable(row.getString("from_state"))
                                .map(TaskState::valueOf),
                            Optional.ofNullable(row.getString("to_state")).map(TaskState::valueOf),
                            Json.read(row.getString("details"))))
                .list());
  }

  private void replay(Line line) {
    switch (line.kind) {
      case "created" ->
          states.put(line.task, TaskState.of((String) line.details.get("state")).orElseThrow());
      case "claimed" -> claimed(line);
      case "refused" -> assertThat(holder(line)).as("refused although it holds: " + line).isFalse();
      default -> moved(line);
    }
  }

  private void claimed(Line line) {
    claims++;
    assertThat(holds).as("second holder: " + line).doesNotContainKey(line.task);
    assertThat(states.get(line.task)).as(line.toString()).isEqualTo(TaskState.TODO);
    assertThat(line.attempt)
        .as("attempts grow by one: " + line)
        .isEqualTo(attempts.getOrDefault(line.task, 0) + 1);
    List<?> touched = (List<?>) line.details.get("files");
    for (Object file : touched) {
      assertThat(files.putIfAbsent(file.toString(), line.task))
          .as("second holder of " + file + ": " + line)
          .isNull();
    }
    attempts.put(line.task, line.attempt);
    states.put(line.task, TaskState.IN_PROGRESS);
    holds.put(line.task, new Hold(line.agent, line.attempt, touched));
    byAgent.merge(line.agent, 1, Integer::sum);
  }

  private void moved(Line line) {
    if (line.to.isEmpty()) {
      return;
    }
    assertThat(line.from).as(line.toString()).contains(states.get(line.task));
    String cause = (String) line.details.get("cause");
    if (cause != null) {
      assertThat(TaskMoves.allows(line.from.get(), line.to.get(), TaskMoves.Cause.valueOf(cause)))
          .as("not in the table: " + line)
          .isTrue();
    }
    states.put(line.task, line.to.get());
    if (line.from.get().held()) {
      boolean operator = line.kind.equals("moved");
      assertThat(operator || holder(line)).as("not its holder: " + line).isTrue();
      if (!line.to.get().held()) {
        Hold over = holds.remove(line.task);
        over.files.forEach(file -> files.remove(file.toString()));
        byAgent.merge(over.agent, -1, Integer::sum);
      }
    }
  }

  private boolean holder(Line line) {
    Hold hold = holds.get(line.task);
    return hold != null && hold.agent.equals(line.agent) && hold.attempt == line.attempt;
  }

  private void agreesWith(Database database) throws KmException {
    Map<String, String> stored = new HashMap<>();
    Map<String, String> replayed = new HashMap<>();
    database.transact(
        t ->
            t.createQuery(
                    "SELECT t.id, t.state, t.attempt, c.agent FROM task t"
                        + " LEFT JOIN task_claim c ON c.task = t.id")
                .map(
                    (row, c) ->
                        stored.put(
                            row.getString(1),
                            row.getString(2) + " " + row.getInt(3) + " " + row.getString(4)))
                .list());
    states.forEach(
        (task, state) ->
            replayed.put(
                task,
                state
                    + " "
                    + attempts.getOrDefault(task, 0)
                    + " "
                    + (holds.containsKey(task) ? holds.get(task).agent : null)));
    assertThat(stored).isEqualTo(replayed);
    Map<String, String> taken = new HashMap<>();
    database.transact(
        t ->
            t.createQuery("SELECT path, task FROM task_file")
                .map((row, c) -> taken.put(row.getString(1), row.getString(2)))
                .list());
    assertThat(taken).isEqualTo(files);
  }
}
