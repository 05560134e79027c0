package io.berth.lifecycle.advice;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.plan.Clues;
import io.berth.lifecycle.task.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Reads what the board knows around a task whose holder is stuck: a few bounded queries after the
 * report was taken, under no lock. Names only tasks of the task's own project and agents who work
 * on it. Any thread.
 */
final class BoardAround {
  private static final int FEW = 5;
  private static final int LOOKED_AT = 300;
  private static final int MOST_WORDS = 20_000;
  private static final double ALIKE = 0.3;
  private static final Pattern PATH = Pattern.compile("[\\w./-]{1,200}\\.[A-Za-z]\\w{0,9}");

  private final Database database;

  BoardAround(Database database) {
    this.database = database;
  }

  Surroundings of(Task task, String reporter, String description) throws KmException {
    String words =
        description.length() > MOST_WORDS ? description.substring(0, MOST_WORDS) : description;
    return database.transact(
        t -> {
          List<Surroundings.Other> named = new ArrayList<>(named(t, task, words));
          named.addAll(filed(t, task, words));
          return new Surroundings(
              waiting(t, task), named, helpers(t, task, reporter, words), solved(t, task, words));
        });
  }

  private static List<Surroundings.Other> waiting(Handle transaction, Task task) {
    return transaction
        .createQuery(
            """
            SELECT t.id, t.name, t.state, '' AS agent, '' AS path FROM task_dependency d
            JOIN task t ON t.id = d.task
            WHERE d.dependency = :task AND t.ended_at IS NULL ORDER BY t.priority DESC, t.number LIMIT :few
            """)
        .bind("task", task.id().toString())
        .bind("few", FEW)
        .map((row, context) -> other(row))
        .list();
  }

  private static Surroundings.Other other(ResultSet row) throws SQLException {
    return new Surroundings.Other(
        row.getString("id"),
        row.getString("name"),
        row.getString("state").toLowerCase(Locale.ROOT),
        row.getString("agent"),
        row.getString("path"));
  }

  private static List<Surroundings.Other> named(Handle transaction, Task task, String words) {
    String project = Pattern.quote(task.id().project().value());
    Set<String> ids = new TreeSet<>();
    Matcher found = Pattern.compile("(?<![\\w-])" + project + "-\\d{1,9}(?!\\w)").matcher(words);
    while (found.find() && ids.size() < FEW) {
      ids.add(found.group());
    }
    ids.remove(task.id().toString());
    return transaction
        .createQuery(
            """
            SELECT t.id, t.name, t.state, coalesce(c.agent, '') AS agent, '' AS path FROM task t
            LEFT JOIN task_claim c ON c.task = t.id
            WHERE t.id = ANY (CAST(:ids AS text[])) ORDER BY t.number
            """)
        .bindArray("ids", String.class, ids)
        .map((row, context) -> other(row))
        .list();
  }

  /** Tasks that hold a file which the words name, by its path or by the end of it. */
  private static List<Surroundings.Other> filed(Handle transaction, Task task, String words) {
    Set<String> paths = new TreeSet<>();
    for (Matcher found = PATH.matcher(words); found.find() && paths.size() < FEW; ) {
      paths.add(found.group().replaceAll("^[./]+", ""));
    }
    List<Surroundings.Other> filed = new ArrayList<>();
    for (String path : paths) {
      filed.addAll(
          transaction
              .createQuery(
                  """
                  SELECT t.id, t.name, t.state, c.agent, f.path FROM task_file f
                  JOIN task t ON t.id = f.task JOIN task_claim c ON c.task = f.task
                  WHERE f.project = :project AND f.task <> :task
                    AND (f.path = :path OR right(f.path, length(:path) + 1) = '/' || :path)
                  ORDER BY f.path LIMIT 2
                  """)
              .bind("project", task.id().project().value())
              .bind("task", task.id().toString())
              .bind("path", path)
              .map((row, context) -> other(row))
              .list());
    }
    return filed;
  }

  private static List<Surroundings.Helper> helpers(
      Handle transaction, Task task, String reporter, String words) {
    Set<String> wanted = new LinkedHashSet<>(task.words().requiredSkills());
    wanted.addAll(task.words().preferredSkills());
    wanted.addAll(Clues.skills(words));
    Map<String, Surroundings.Helper> helpers = new LinkedHashMap<>();
    finished(transaction, task, helpers);
    skilled(transaction, task, wanted, helpers);
    helpers.remove(reporter);
    return helpers.values().stream()
        .sorted(Comparator.comparingInt(BoardAround::worth).reversed())
        .limit(FEW)
        .toList();
  }

  private static int worth(Surroundings.Helper helper) {
    return helper.skills().size() * 2 + (helper.finished().isEmpty() ? 0 : 1);
  }

  private static void finished(
      Handle transaction, Task task, Map<String, Surroundings.Helper> helpers) {
    transaction
        .createQuery(
            """
            SELECT completed_by, id FROM
              (SELECT completed_by, id, number, labels FROM task
               WHERE project = :project AND state = 'DONE' AND completed_by IS NOT NULL
               ORDER BY number DESC LIMIT :looked) recent
            WHERE labels && CAST(:labels AS text[]) ORDER BY number DESC LIMIT :few
            """)
        .bind("project", task.id().project().value())
        .bindArray("labels", String.class, task.words().labels())
        .bind("looked", LOOKED_AT)
        .bind("few", FEW)
        .map((row, c) -> new Surroundings.Helper(row.getString(1), List.of(), row.getString(2)))
        .forEach(helper -> helpers.putIfAbsent(helper.agent(), helper));
  }

  private static void skilled(
      Handle transaction, Task task, Set<String> wanted, Map<String, Surroundings.Helper> helpers) {
    record Skilled(String agent, List<String> skills) {}

    List<Skilled> found =
        transaction
            .createQuery(
                """
                SELECT a.id, a.skills FROM agent a
                WHERE a.skills && CAST(:wanted AS text[])
                  AND (a.project = :project OR EXISTS (SELECT 1 FROM task_claim c JOIN task t ON t.id = c.task
                    WHERE c.agent = a.id AND t.project = :project))
                ORDER BY a.id LIMIT :looked
                """)
            .bindArray("wanted", String.class, wanted)
            .bind("project", task.id().project().value())
            .bind("looked", LOOKED_AT)
            .map(
                (row, context) ->
                    new Skilled(row.getString(1), List.of((String[]) row.getArray(2).getArray())))
            .list();
    for (Skilled agent : found) {
      List<String> shared = agent.skills().stream().filter(wanted::contains).toList();
      String finished =
          helpers.containsKey(agent.agent()) ? helpers.get(agent.agent()).finished() : "";
      helpers.put(agent.agent(), new Surroundings.Helper(agent.agent(), shared, finished));
    }
  }

  private static List<Surroundings.Solved> solved(Handle transaction, Task task, String words) {
    record Found(double likeness, Surroundings.Solved solved) {}

    Set<String> mine = Likeness.words(words);
    List<Surroundings.Solved> before =
        transaction
            .createQuery(
                """
                SELECT e.task, e.agent, left(e.details ->> 'description', 2000),
                  (SELECT left(concat_ws(' ', nullif(d.details ->> 'message', ''), d.details ->> 'evidence'), 2000)
                   FROM task_event d WHERE d.task = e.task AND d.kind = 'completed' ORDER BY d.id DESC LIMIT 1)
                FROM (SELECT * FROM task_event WHERE project = :project AND kind = 'blocker' AND task <> :task
                      ORDER BY id DESC LIMIT :looked) e
                JOIN task t ON t.id = e.task AND t.state = 'DONE'
                """)
            .bind("project", task.id().project().value())
            .bind("task", task.id().toString())
            .bind("looked", LOOKED_AT)
            .map(
                (row, c) ->
                    new Surroundings.Solved(
                        row.getString(1), text(row, 2), text(row, 3), text(row, 4)))
            .list();
    return before.stream()
        .map(s -> new Found(Likeness.of(mine, Likeness.words(s.blocker())), s))
        .filter(found -> found.likeness >= ALIKE)
        .sorted(Comparator.comparingDouble(Found::likeness).reversed())
        .map(Found::solved)
        .limit(3)
        .toList();
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
