package io.berth.lifecycle.analysis;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.BoardFacts.Group;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads what a board says. Blocks on the database; changes nothing. */
public final class BoardLook {
  /** How many tasks of a group are named. */
  private static final int NAMED = 20;

  private static final int MOST_OPEN = 100;
  private static final Duration SILENT = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String HELD =
      "state IN ('IN_PROGRESS', 'BLOCKED', 'VALIDATING', 'WAITING_FOR_HUMAN', 'CANCELLING')";

  private final Database database;
  private final Tasks tasks;

  public BoardLook(Database database, Tasks tasks) {
    this.database = database;
    this.tasks = tasks;
  }

  /** A task that is to be done, and what it is called. */
  public record Open(String id, String name) {}

  /** The facts now. */
  public BoardFacts facts(ProjectId project, Instant now) throws KmException {
    Tasks.Board board = tasks.board(project);
    return database.transact(
        t ->
            new BoardFacts(
                board,
                doneSince(t, project, now.minus(WEEK)),
                group(t, project, now, HELD + " AND updated_at < :silent"),
                group(t, project, now, "ended_at IS NULL AND due_at < :now"),
                group(t, project, now, "state = 'BLOCKED'"),
                group(t, project, now, "state = 'FAILED'"),
                group(t, project, now, "ended_at IS NULL AND tries >= 3"),
                group(
                    t,
                    project,
                    now,
                    "state = 'TODO' AND required_skills <> '{}' AND NOT EXISTS"
                        + " (SELECT 1 FROM agent a WHERE required_skills <@ a.skills)")));
  }

  private static long doneSince(Handle transaction, ProjectId project, Instant since) {
    return transaction
        .createQuery(
            "SELECT count(*) FROM task WHERE project = :p AND state = 'DONE' AND ended_at >= :since")
        .bind("p", project.value())
        .bind("since", since)
        .mapTo(Long.class)
        .one();
  }

  private static Group group(Handle transaction, ProjectId project, Instant now, String which) {
    String of = " FROM task WHERE project = :p AND " + which;
    long count =
        transaction
            .createQuery("SELECT count(*)" + of)
            .bind("p", project.value())
            .bind("now", now)
            .bind("silent", now.minus(SILENT))
            .mapTo(Long.class)
            .one();
    List<String> first =
        transaction
            .createQuery("SELECT id" + of + " ORDER BY priority DESC, number LIMIT " + NAMED)
            .bind("p", project.value())
            .bind("now", now)
            .bind("silent", now.minus(SILENT))
            .mapTo(String.class)
            .list();
    return new Group(count, first);
  }

  /** Tasks that are not finished, the most urgent first. */
  public List<Open> open(ProjectId project) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    "SELECT id, name FROM task WHERE project = :p AND ended_at IS NULL"
                        + " ORDER BY priority DESC, number LIMIT "
                        + MOST_OPEN)
                .bind("p", project.value())
                .map((row, context) -> new Open(row.getString(1), row.getString(2)))
                .list());
  }
}
