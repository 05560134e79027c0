package io.berth.lifecycle.sharing;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.project.ProcessKind;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The statements about where projects live. Each call is part of the caller's transaction. */
final class SharingRows {
  private SharingRows() {}

  /** The projects that are to share a process. */
  static Set<ProjectId> shared(Handle transaction) {
    return transaction
        .createQuery("SELECT id FROM project WHERE process = 'shared' AND removing IS NULL")
        .mapTo(String.class)
        .map(ProjectId::new)
        .stream()
        .collect(Collectors.toSet());
  }

  /** What each project was asked since then; a minute without a row is one in which it slept. */
  static List<Demand> demands(Handle transaction, Instant now, Duration window) {
    Optional<Instant> counted =
        transaction.createQuery("SELECT min(at) FROM node_history").mapTo(Instant.class).findOne();
    if (counted.isEmpty()) {
      return List.of();
    }
    return transaction
        .createQuery(
            """
            SELECT p.id, p.process, p.runtime, p.settings, p.created_at,
              coalesce(sum(h.requests), 0) AS requests, count(h.at) AS minutes
            FROM project p LEFT JOIN project_history h ON h.project = p.id AND h.at >= :since
            WHERE p.removing IS NULL GROUP BY p.id
            """)
        .bind("since", Timestamp.from(now.minus(window)))
        .map(
            (row, context) ->
                new Demand(
                    new ProjectId(row.getString("id")),
                    ProcessKind.of(row.getString("process")),
                    row.getString("runtime").equals(KmRuntime.BUILT_IN),
                    Json.readTexts(row.getString("settings")),
                    row.getTimestamp("created_at").toInstant(),
                    counted.get(),
                    window,
                    row.getLong("requests"),
                    row.getLong("minutes")))
        .list();
  }

  /** Writes a proposal down; false if it stands there already, or the project lives so. */
  static boolean propose(Handle transaction, ProjectId project, SharingRule.Verdict verdict) {
    return transaction.execute(
            """
            UPDATE project SET proposed = ?, proposed_why = ?
            WHERE id = ? AND removing IS NULL AND process <> ? AND proposed IS DISTINCT FROM ?
            """,
            verdict.to().label(),
            verdict.why(),
            project.value(),
            verdict.to().label(),
            verdict.to().label())
        == 1;
  }

  /** Says where it is to live; false if it lives so already. */
  static boolean move(Handle transaction, ProjectId project, ProcessKind to, Instant now) {
    return transaction.execute(
            """
            UPDATE project SET process = ?, proposed = NULL, updated_at = ?
            WHERE id = ? AND removing IS NULL AND process <> ?
            """,
            to.label(),
            Timestamp.from(now),
            project.value(),
            to.label())
        == 1;
  }

  /** Takes back proposals of projects that are not among these. */
  static void retain(Handle transaction, Set<ProjectId> proposed) {
    transaction
        .createUpdate(
            "UPDATE project SET proposed = NULL WHERE proposed IS NOT NULL AND NOT (id = ANY (:ids))")
        .bindArray("ids", String.class, proposed.stream().map(ProjectId::value).toList())
        .execute();
  }

  static List<Proposal> proposals(Handle transaction) {
    return transaction
        .createQuery(
            """
            SELECT id, proposed, proposed_why FROM project
            WHERE proposed IS NOT NULL AND removing IS NULL ORDER BY id COLLATE "C"
            """)
        .map(
            (row, context) ->
                new Proposal(
                    new ProjectId(row.getString("id")),
                    ProcessKind.of(row.getString("proposed")),
                    row.getString("proposed_why")))
        .list();
  }
}
