package io.berth.lifecycle.analysis;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Json;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The statements on the last analysis of each project. It outlives its job. */
public final class AnalysisRows {
  private AnalysisRows() {}

  /** The last one of a project. */
  public static Optional<Analysis> last(Handle transaction, ProjectId project) {
    return transaction
        .createQuery(
            "SELECT CAST(job AS text), actor, at, result FROM project_analysis"
                + " WHERE project = :project")
        .bind("project", project.value())
        .map(
            (row, context) ->
                new Analysis(
                    project,
                    row.getString(1),
                    row.getString(2),
                    row.getTimestamp(3).toInstant(),
                    Json.read(row.getString(4))))
        .findOne();
  }

  /** Keeps one in the place of the last; nothing happens if its project is gone. */
  public static void keep(Handle transaction, Analysis analysis) {
    transaction.execute(
        """
        INSERT INTO project_analysis (project, job, actor, at, result)
        SELECT id, ?, ?, ?, CAST(? AS jsonb) FROM project WHERE id = ?
        ON CONFLICT (project) DO UPDATE SET job = excluded.job, actor = excluded.actor,
          at = excluded.at, result = excluded.result
        """,
        UUID.fromString(analysis.job()),
        analysis.actor(),
        analysis.at(),
        Json.write(analysis.result()),
        analysis.project().value());
  }
}
