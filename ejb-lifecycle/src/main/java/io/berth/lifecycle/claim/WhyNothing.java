package io.berth.lifecycle.claim;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Finds out why an agent got no task. Reads only, and of each kind of task not more than {@link
 * #MOST}: what it says of a long board is said of the first that it found.
 */
final class WhyNothing {
  /** Tasks of one kind that are counted. */
  static final int MOST = 500;

  private static final String COUNTS =
      """
      WITH scope AS MATERIALIZED (
        SELECT b.project FROM task_turn b
        WHERE (:everywhere OR b.project = ANY (CAST(:projects AS text[])))
          AND EXISTS (SELECT 1 FROM project p WHERE p.id = b.project AND p.removing IS NULL)),
      ready AS MATERIALIZED (
        SELECT t.required_skills, t.required_skills <@ CAST(:skills AS text[]) AS able,
          (t.reserved_for IS NULL OR t.reserved_for = :agent OR t.reserved_until <= clock_timestamp())
            AND (t.declined_by IS DISTINCT FROM :agent OR t.declined_until <= clock_timestamp()) AS offered,
          EXISTS (SELECT 1 FROM task_file f WHERE f.project = t.project AND f.path = ANY (t.files)) AS busy
        FROM scope s CROSS JOIN LATERAL (
          SELECT * FROM task WHERE project = s.project AND state = 'TODO' AND open_dependencies = 0
          LIMIT :most) t
        LIMIT :most)
      SELECT
        (SELECT count(*) FROM ready WHERE able AND offered AND busy) AS files_busy,
        (SELECT count(*) FROM ready WHERE able AND NOT offered) AS reserved,
        (SELECT count(*) FROM ready WHERE NOT able) AS missing_skills,
        (SELECT count(*) FROM (SELECT 1 FROM scope s CROSS JOIN LATERAL (
          SELECT 1 FROM task t WHERE t.project = s.project AND t.ended_at IS NULL
            AND t.state = 'TODO' AND t.open_dependencies > 0 LIMIT :most) x LIMIT :most) y)
          AS waiting_for_dependencies,
        (SELECT count(*) FROM (SELECT 1 FROM scope s CROSS JOIN LATERAL (
          SELECT 1 FROM task t WHERE t.project = s.project AND t.ended_at IS NULL AND t.state IN
            ('IN_PROGRESS', 'BLOCKED', 'VALIDATING', 'WAITING_FOR_HUMAN', 'CANCELLING') LIMIT :most) x LIMIT :most) y)
          AS all_held,
        (SELECT count(*) FROM (SELECT 1 FROM scope s CROSS JOIN LATERAL (
          SELECT 1 FROM task t WHERE t.project = s.project AND t.ended_at IS NULL
            AND t.state = 'PARKED' LIMIT :most) x LIMIT :most) y) AS needs_operator,
        ARRAY(SELECT k.skill FROM ready r CROSS JOIN LATERAL unnest(r.required_skills) AS k(skill)
          WHERE NOT r.able AND k.skill <> ALL (CAST(:skills AS text[]))
          GROUP BY k.skill ORDER BY count(*) DESC, k.skill LIMIT 10) AS missing
      """
          // why in the text: a limit that is not known is planned for as if it were a tenth of all
          .replace(":most", Integer.toString(MOST));

  private static final List<Reason> COUNTED =
      List.of(
          Reason.FILES_BUSY,
          Reason.RESERVED,
          Reason.MISSING_SKILLS,
          Reason.WAITING_FOR_DEPENDENCIES,
          Reason.ALL_HELD,
          Reason.NEEDS_OPERATOR);

  private WhyNothing() {}

  static Offer.Nothing find(Handle transaction, Agent agent, Wish wish, long candidates) {
    return transaction
        .createQuery(COUNTS)
        .bind("agent", agent.id().value())
        .bindArray("skills", String.class, agent.skills())
        .bind("everywhere", wish.projects().isEmpty())
        .bindArray(
            "projects",
            String.class,
            wish.projects().orElse(List.of()).stream().map(ProjectId::value).toList())
        .map((row, context) -> nothing(row, candidates))
        .one();
  }

  private static Offer.Nothing nothing(ResultSet row, long candidates) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Reason reason : COUNTED) {
      counts.put(reason.label(), row.getLong(reason.label()));
    }
    Reason reason = candidates > 0 ? Reason.CONTENDED : first(counts);
    return new Offer.Nothing(
        reason, reason.retryAfter(), counts, AgentRows.texts(row, "missing"), List.of());
  }

  private static Reason first(Map<String, Long> counts) {
    return COUNTED.stream()
        .filter(reason -> counts.get(reason.label()) > 0)
        .findFirst()
        .orElse(Reason.NO_TASKS);
  }
}
