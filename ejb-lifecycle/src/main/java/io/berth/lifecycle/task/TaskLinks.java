package io.berth.lifecycle.task;

import io.berth.connector.api.ProjectId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The statements on what waits for what. Who changes links holds the project's links alone; who
 * ends a task holds them together with others that end tasks. So no count is taken of something
 * that is about to change. Links are taken before any task is locked.
 */
public final class TaskLinks {
  static final int LOCKS = 0x7461736b;

  private TaskLinks() {}

  /** Nobody ends a task or changes a link of this project until the transaction is over. */
  static void alone(Handle transaction, ProjectId project) {
    transaction.execute("SELECT pg_advisory_xact_lock(?, hashtext(?))", LOCKS, project.value());
  }

  /** Nobody changes a link of this project until the transaction is over. */
  public static void shared(Handle transaction, ProjectId project) {
    transaction.execute(
        "SELECT pg_advisory_xact_lock_shared(?, hashtext(?))", LOCKS, project.value());
  }

  /**
   * All links between tasks of a project, also of those that are over: a circle is one for good.
   */
  static TaskGraph graph(Handle transaction, ProjectId project) {
    TaskGraph graph = new TaskGraph();
    transaction
        .createQuery(
            """
            SELECT d.task, d.dependency FROM task_dependency d JOIN task t ON t.id = d.task
            WHERE t.project = :project
            """)
        .bind("project", project.value())
        .map((row, context) -> graph.add(row.getString(1), row.getString(2)))
        .list();
    return graph;
  }

  /** That a task waits for another, because it says so or because the other is its part. */
  record Link(TaskId task, TaskId dependency, boolean subtask) {}

  static void insert(Handle transaction, List<Link> links) {
    if (links.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(
            """
            INSERT INTO task_dependency (task, dependency, subtask)
            SELECT l.task, l.dependency, bool_or(l.subtask)
            FROM unnest(CAST(:tasks AS text[]), CAST(:dependencies AS text[]), CAST(:subtasks AS boolean[]))
              AS l(task, dependency, subtask)
            GROUP BY l.task, l.dependency
            ON CONFLICT (task, dependency) DO UPDATE
            SET subtask = task_dependency.subtask OR excluded.subtask
            """)
        .bindArray("tasks", String.class, links.stream().map(l -> l.task.toString()).toList())
        .bindArray(
            "dependencies", String.class, links.stream().map(l -> l.dependency.toString()).toList())
        .bindArray("subtasks", Boolean.class, links.stream().map(Link::subtask).toList())
        .execute();
  }

  /** Its parts stay. */
  static void clear(Handle transaction, TaskId task) {
    transaction.execute(
        "DELETE FROM task_dependency WHERE task = ? AND NOT subtask", task.toString());
  }

  /** Counts anew what tasks wait for, in one round trip. */
  static void recount(Handle transaction, List<TaskId> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(
            """
            UPDATE task t SET open_dependencies = n.open, updated_at = clock_timestamp(),
              ready_at = CASE WHEN open_dependencies > 0 AND n.open = 0 THEN clock_timestamp() ELSE ready_at END
            FROM (SELECT k.id, (
                -- why the offset: while the board grows its statistics are old, and a join would read all of it
                SELECT count(*) FROM task_dependency d CROSS JOIN LATERAL
                  (SELECT state FROM task WHERE id = d.dependency OFFSET 0) o
                WHERE d.task = k.id AND o.state <> 'DONE' AND NOT (d.subtask AND o.state = 'CANCELLED')) AS open
              FROM unnest(CAST(:ids AS text[])) AS k(id)) n
            WHERE t.id = ANY (CAST(:ids AS text[])) AND t.id = n.id AND t.open_dependencies <> n.open
            """)
        .bindArray("ids", String.class, tasks.stream().map(TaskId::toString).toList())
        .execute();
  }

  /**
   * Tells those that wait for it that a task is done or called off. The caller holds the links of
   * the project and has moved the task.
   */
  public static void settle(Handle transaction, TaskId id, TaskState to) {
    transaction
        .createUpdate(
            """
            WITH waiting AS MATERIALIZED (
              -- why in order: two that end tasks for which the same ones wait lock these in one order
              SELECT id FROM task WHERE id = ANY (ARRAY(SELECT task FROM task_dependency
                WHERE dependency = :id AND (subtask OR :done))) ORDER BY id FOR NO KEY UPDATE),
            nearer AS (
              UPDATE task SET open_dependencies = open_dependencies - 1, updated_at = clock_timestamp(),
                ready_at = CASE WHEN open_dependencies = 1 THEN clock_timestamp() ELSE ready_at END
              WHERE id = ANY (ARRAY(SELECT id FROM waiting)) RETURNING id, project, state, open_dependencies, attempt)
            INSERT INTO task_event (task, project, kind, actor, attempt, details)
            SELECT id, project, 'ready', 'berth', attempt, jsonb_build_object('after', CAST(:id AS text))
            FROM nearer WHERE open_dependencies = 0 AND state = 'TODO'
            """)
        .bind("done", to == TaskState.DONE)
        .bind("id", id.toString())
        .execute();
  }
}
