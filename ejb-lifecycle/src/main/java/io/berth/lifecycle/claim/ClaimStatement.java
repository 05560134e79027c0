package io.berth.lifecycle.claim;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.TaskRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The claim: one statement that chooses a task, takes it, its files and a slot of the agent, and
 * writes it into the history.
 *
 * <p>What comes first: what is reserved for the agent; then what has waited for three agings, the
 * oldest first; then the highest priority (one more for each aging it has waited); within it the
 * project whose turn was longest ago; within that the best score. So nothing waits for ever, and
 * the score never weighs one project against another. A row that another transaction has locked is
 * passed over. The weights are those that the originals gave to skill, priority and dependencies,
 * made to sum up to one.
 */
final class ClaimStatement {
  private static final String OFFERED =
      """
      WITH moment AS MATERIALIZED (
        SELECT clock_timestamp() AS now, (SELECT count(*) FROM task_claim h WHERE h.agent = :agent) AS holds),
      offered AS (
        SELECT o.*, b.served_at, coalesce(o.reserved_for = :agent, false) AS mine,
          extract(epoch FROM m.now - o.ready_at) AS waited
        FROM moment m CROSS JOIN task_turn b CROSS JOIN generate_series(0, 3) AS l(priority)
        CROSS JOIN LATERAL (
          SELECT t.id, t.project, t.number, t.priority, t.ready_at, t.reserved_for,
            CASE WHEN cardinality(t.preferred_skills) > 0 THEN t.preferred_skills ELSE t.labels END AS liked
          FROM task t
          WHERE t.project = b.project AND t.priority = l.priority
            AND t.state = 'TODO' AND t.open_dependencies = 0
            AND t.required_skills <@ CAST(:skills AS text[])
            AND (t.reserved_for IS NULL OR t.reserved_for = :agent OR t.reserved_until <= m.now)
            AND (t.declined_by IS DISTINCT FROM :agent OR t.declined_until <= m.now)
            AND NOT EXISTS (SELECT 1 FROM task_file f WHERE f.project = t.project AND f.path = ANY (t.files))
          ORDER BY t.ready_at, t.number LIMIT 20) o
        WHERE m.holds < :capacity AND (:everywhere OR b.project = ANY (CAST(:projects AS text[])))
          AND EXISTS (SELECT 1 FROM project p WHERE p.id = b.project AND p.removing IS NULL)),
      leveled AS (
        SELECT o.*, o.waited >= 3 * :aging AS overdue,
          CAST(least(3, o.priority + floor(greatest(0, o.waited) / :aging)) AS integer) AS level
        FROM offered o),
      nearest AS (
        SELECT * FROM leveled
        ORDER BY mine DESC, overdue DESC, CASE WHEN overdue THEN ready_at END, level DESC,
          served_at NULLS FIRST, project, ready_at, number LIMIT 100),
      -- why so few: more than are handed out at one moment is enough, and to score one takes longer than to find it
      parted AS MATERIALIZED (
        SELECT n.*,
          CASE WHEN cardinality(n.liked) = 0 THEN 0.5 ELSE
            (SELECT count(*) FROM unnest(n.liked) AS k(skill) WHERE k.skill = ANY (CAST(:skills AS text[])))
              / CAST(cardinality(n.liked) AS numeric) END AS skill,
          (ARRAY[0.2, 0.5, 0.8, 1.0])[n.priority + 1] AS urgency,
          (SELECT count(*) FROM task_dependency d CROSS JOIN LATERAL
              (SELECT open_dependencies, state FROM task WHERE id = d.task OFFSET 0) w
            WHERE d.dependency = n.id AND w.open_dependencies = 1 AND w.state IN ('TODO', 'PARKED')) AS frees,
          -- why the offsets: they keep the inner question a look into the index, not a join of all dependencies
          EXISTS (SELECT 1 FROM task_dependency d WHERE d.dependency = n.id
            AND EXISTS (SELECT 1 FROM task_dependency e WHERE e.dependency = d.task OFFSET 0)) AS chain
        FROM (SELECT * FROM nearest LIMIT 30) n),
      scored AS (
        SELECT p.*, (0.15 * p.skill + 0.15 * p.urgency
          + 0.25 * least(1, 0.5 * p.frees + CASE WHEN p.chain THEN 0.5 ELSE 0 END)) / 0.55 AS score
        FROM parted p),
      """;

  private static final String TAKEN =
      """
      picked AS MATERIALIZED (
        SELECT s.* FROM scored s JOIN task t ON t.id = s.id
        -- why again: the row may have changed since it was read; why + 0: the index of all ready tasks must not
        -- look like a way to these few
        WHERE t.state = 'TODO' AND t.open_dependencies + 0 = 0 AND t.required_skills <@ CAST(:skills AS text[])
          AND (t.reserved_for IS NULL OR t.reserved_for = :agent OR t.reserved_until <= clock_timestamp())
        ORDER BY s.mine DESC, s.overdue DESC, CASE WHEN s.overdue THEN s.ready_at END, s.level DESC,
          s.served_at NULLS FIRST, s.project, s.score DESC, s.ready_at, s.number
        LIMIT 1 FOR UPDATE OF t SKIP LOCKED),
      claimed AS (
        UPDATE task t SET state = 'IN_PROGRESS', attempt = t.attempt + 1, tries = t.tries + 1, progress = 0,
          reserved_for = NULL, reserved_until = NULL, declined_by = NULL, declined_until = NULL,
          updated_at = m.now
        FROM picked p, moment m WHERE t.id = p.id
        RETURNING t.*),
      held AS (
        INSERT INTO task_claim (task, agent, slot, attempt, claimed_at, lease_until, request, why)
        SELECT c.id, :agent,
          (SELECT min(s) FROM generate_series(1, :capacity) AS s WHERE NOT EXISTS
            (SELECT 1 FROM task_claim h WHERE h.agent = :agent AND h.slot = s)),
          c.attempt, m.now, m.now + make_interval(secs => c.lease_seconds), :request,
          jsonb_build_object('reserved', p.mine, 'overdue', p.overdue, 'level', p.level,
            'waitedSeconds', CAST(p.waited AS bigint), 'score', round(p.score, 3), 'skill', round(p.skill, 3),
            'priority', p.urgency, 'frees', p.frees, 'chain', p.chain,
            'candidates', (SELECT count(*) FROM nearest))
        FROM claimed c JOIN picked p ON p.id = c.id CROSS JOIN moment m
        RETURNING task, agent, attempt, claimed_at, lease_until, why),
      taken AS (
        -- why from held: a claim takes its slot before its files, and files in their order
        INSERT INTO task_file (project, path, task)
        SELECT c.project, f.path, h.task
        FROM held h JOIN claimed c ON c.id = h.task CROSS JOIN LATERAL unnest(c.files) WITH ORDINALITY AS f(path, n)
        ORDER BY f.n RETURNING path),
      served AS (
        -- why skip: whoever has the row locked hands out this project's work at this moment
        UPDATE task_turn SET served_at = m.now FROM moment m WHERE project IN
          (SELECT b.project FROM task_turn b JOIN picked p ON p.project = b.project FOR UPDATE OF b SKIP LOCKED)),
      written AS (
        INSERT INTO task_event (task, project, kind, actor, agent, attempt, from_state, to_state, details)
        SELECT h.task, c.project, 'claimed', :actor, :agent, h.attempt, 'TODO', 'IN_PROGRESS',
          h.why || jsonb_build_object('files', c.files, 'taken', f.count)
        FROM held h JOIN claimed c ON c.id = h.task CROSS JOIN (SELECT count(*) AS count FROM taken) f)
      SELECT m.holds, (SELECT count(*) FROM nearest) AS candidates, h.task AS won,
        h.attempt AS claim_attempt, h.claimed_at, h.why,
        t.*, h.agent AS holder, h.lease_until, 0 AS now_tokens,
      """
          + TaskRows.LINKS
          + " FROM moment m LEFT JOIN (held h JOIN claimed t ON t.id = h.task) ON true";

  static final String TEXT = OFFERED + TAKEN;

  /**
   * What came of it.
   *
   * @param holds how many tasks the agent held before; at its capacity it is given nothing
   * @param candidates how many it might have had
   */
  record Result(Optional<Assignment> won, long holds, long candidates) {}

  private ClaimStatement() {}

  /** Runs it. The agent is locked to claim. */
  static Result run(Handle transaction, Agent agent, Wish wish, ClaimTimes times) {
    return bind(transaction.createQuery(TEXT), agent, wish, times)
        .map((row, context) -> read(row))
        .one();
  }

  private static Result read(ResultSet row) throws SQLException {
    long holds = row.getLong("holds");
    long candidates = row.getLong("candidates");
    if (row.getString("won") == null) {
      return new Result(Optional.empty(), holds, candidates);
    }
    Assignment assignment =
        new Assignment(
            TaskRows.read(row),
            row.getInt("claim_attempt"),
            row.getTimestamp("claimed_at").toInstant(),
            Json.read(row.getString("why")));
    return new Result(Optional.of(assignment), holds, candidates);
  }

  static Query bind(Query query, Agent agent, Wish wish, ClaimTimes times) {
    List<String> projects =
        wish.projects().orElse(List.of()).stream().map(ProjectId::value).toList();
    return query
        .bind("agent", agent.id().value())
        .bindArray("skills", String.class, agent.skills())
        .bind("everywhere", wish.projects().isEmpty())
        .bindArray("projects", String.class, projects)
        .bind("aging", times.aging().toMillis() / 1000.0)
        .bind("capacity", agent.capacity())
        .bind("request", wish.request().orElse(null))
        .bind("actor", wish.actor());
  }
}
