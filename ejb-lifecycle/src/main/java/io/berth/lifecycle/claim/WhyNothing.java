package io.berth.lifecycle.claim;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.Agent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds out why an agent got no task. Reads only. */
final class WhyNothing {
  private static final String SCOPE =
      """
       t.ended_at IS NULL AND (:everywhere OR t.project = ANY (CAST(:projects AS text[])))
         AND EXISTS (SELECT 1 FROM project p WHERE p.id = t.project AND p.removing IS NULL)
      """;
  private static final String COUNTS =
      """
      SELECT
        count(*) FILTER (WHERE ready AND able AND offered AND busy) AS files_busy,
        count(*) FILTER (WHERE ready AND able AND NOT offered) AS reserved,
        count(*) FILTER (WHERE ready AND NOT able) AS missing_skills,
        count(*) FILTER (WHERE state = 'TODO' AND NOT ready) AS waiting_for_dependencies,
        count(*) FILTER (WHERE state NOT IN ('TODO', 'PARKED')) AS all_held,
        count(*) FILTER (WHERE state = 'PARKED') AS needs_operator
      FROM (
        SELECT t.state, t.state = 'TODO' AND t.open_dependencies = 0 AS ready,
          t.required_skills <@ CAST(:skills AS text[]) AS able,
          (t.reserved_for IS NULL OR t.reserved_for = :agent OR t.reserved_until <= clock_timestamp())
            AND (t.declined_by IS DISTINCT FROM :agent OR t.declined_until <= clock_timestamp()) AS offered,
          EXISTS (SELECT 1 FROM task_file f WHERE f.project = t.project AND f.path = ANY (t.files)) AS busy
        FROM task t WHERE
      """
          + SCOPE
          + ") x";
  private static final String MISSING =
      """
      SELECT k.skill FROM task t CROSS JOIN LATERAL unnest(t.required_skills) AS k(skill)
      WHERE t.state = 'TODO' AND t.open_dependencies = 0 AND k.skill <> ALL (CAST(:skills AS text[])) AND
      """
          + SCOPE
          + " GROUP BY k.skill ORDER BY count(*) DESC, k.skill LIMIT 10";
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
    Map<String, Long> counts =
        bound(transaction.createQuery(COUNTS), agent, wish)
            .bind("agent", agent.id().value())
            .map(
                (row, context) -> {
                  Map<String, Long> all = new LinkedHashMap<>();
                  for (Reason reason : COUNTED) {
                    all.put(reason.label(), row.getLong(reason.label()));
                  }
                  return all;
                })
            .one();
    Reason reason = candidates > 0 ? Reason.CONTENDED : first(counts);
    List<String> missing =
        counts.get(Reason.MISSING_SKILLS.label()) == 0
            ? List.of()
            : bound(transaction.createQuery(MISSING), agent, wish).mapTo(String.class).list();
    return new Offer.Nothing(reason, reason.retryAfter(), counts, missing, List.of());
  }

  private static Reason first(Map<String, Long> counts) {
    return COUNTED.stream()
        .filter(reason -> counts.get(reason.label()) > 0)
        .findFirst()
        .orElse(Reason.NO_TASKS);
  }

  private static Query bound(Query query, Agent agent, Wish wish) {
    return query
        .bindArray("skills", String.class, agent.skills())
        .bind("everywhere", wish.projects().isEmpty())
        .bindArray(
            "projects",
            String.class,
            wish.projects().orElse(List.of()).stream().map(ProjectId::value).toList());
  }
}
