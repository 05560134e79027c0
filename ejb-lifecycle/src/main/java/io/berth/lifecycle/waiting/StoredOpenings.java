package io.berth.lifecycle.waiting;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Database;
import java.util.List;

/**
 * Finds {@link Openings} by one statement for many agents: it looks for tasks once for each set of
 * skills among them, however many have it. Called by the runners of {@link ParkedClaims}.
 */
public final class StoredOpenings implements Openings {
  /** Agents in one question. */
  static final int TOGETHER = 1_000;

  private static final String FITTING =
      """
      WITH asking AS MATERIALIZED (
        SELECT a.id, a.skills, x.place
        FROM unnest(CAST(:agents AS text[]), CAST(:anywhere AS boolean[])) WITH ORDINALITY AS x(id, anywhere, place)
        JOIN agent a ON a.id = x.id
        WHERE x.anywhere OR a.project IS NULL OR a.project = :project),
      kinds AS MATERIALIZED (
        SELECT k.skills, (
          -- why the declined ones twice: such a task is not offered to the one who gave it back just now
          SELECT count(*) + count(*) FILTER (WHERE n.declined_until > clock_timestamp()) FROM (
          SELECT t.declined_until FROM task t
          WHERE t.project = :project AND t.state = 'TODO' AND t.open_dependencies = 0
            AND t.required_skills <@ k.skills
            AND (t.reserved_for IS NULL OR t.reserved_until <= clock_timestamp())
            AND NOT EXISTS (SELECT 1 FROM task_file f WHERE f.project = t.project AND f.path = ANY (t.files))
          LIMIT 1000) n) AS tasks
        FROM (SELECT DISTINCT skills FROM asking) k),
      reserved AS MATERIALIZED (
        SELECT t.reserved_for FROM task t
        WHERE t.project = :project AND t.reserved_for = ANY (CAST(:agents AS text[]))
          AND t.state = 'TODO' AND t.open_dependencies = 0),
      ranked AS (
        SELECT q.id, q.place, k.tasks, row_number() OVER (PARTITION BY q.skills ORDER BY q.place) AS rank
        FROM asking q JOIN kinds k ON k.skills = q.skills)
      SELECT id FROM ranked
      WHERE rank <= tasks OR id IN (SELECT reserved_for FROM reserved)
      ORDER BY place
      """;

  private final Database database;

  public StoredOpenings(Database database) {
    this.database = database;
  }

  @Override
  public List<String> projects() throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT b.project FROM task_turn b WHERE EXISTS (SELECT 1 FROM task t
                      WHERE t.project = b.project AND t.state = 'TODO' AND t.open_dependencies = 0)
                    ORDER BY b.served_at NULLS FIRST, b.project
                    """)
                .mapTo(String.class)
                .list());
  }

  @Override
  public List<AgentId> fitting(String project, List<Asking> oldestFirst) throws KmException {
    return database.transact(
        t ->
            t.createQuery(FITTING)
                .bindArray(
                    "agents",
                    String.class,
                    oldestFirst.stream().map(a -> a.agent().value()).toList())
                .bindArray(
                    "anywhere", Boolean.class, oldestFirst.stream().map(Asking::anywhere).toList())
                .bind("project", project)
                .map((row, context) -> new AgentId(row.getString(1)))
                .list());
  }
}
