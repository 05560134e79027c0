package io.berth.lifecycle.project;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The statements on the table of projects. A project that is being removed is not seen. */
public final class ProjectRows {
  private static final String COLUMNS =
      "SELECT id, name, concat_ws('@', runtime, CAST(runtime_version AS text)) AS runtime, settings, created_at, process FROM project WHERE removing IS NULL";
  private static final RowMapper<Project> MAPPER =
      (row, context) ->
          new Project(
              new ProjectId(row.getString("id")),
              row.getString("name"),
              row.getString("runtime"),
              Json.readTexts(row.getString("settings")),
              row.getTimestamp("created_at").toInstant(),
              ProcessKind.of(row.getString("process")));

  private ProjectRows() {}

  /** The project, if there is one. */
  public static Optional<Project> find(Handle transaction, ProjectId id) {
    return transaction
        .createQuery(COLUMNS + " AND id = :id")
        .bind("id", id.value())
        .map(MAPPER)
        .findOne();
  }

  /** The project, which nobody can remove or change until the transaction is over. */
  public static Optional<Project> lock(Handle transaction, ProjectId id) {
    return transaction
        .createQuery(COLUMNS + " AND id = :id FOR NO KEY UPDATE")
        .bind("id", id.value())
        .map(MAPPER)
        .findOne();
  }

  static List<Project> list(
      Handle transaction, Optional<String> text, Optional<ProjectId> after, int limit) {
    String filter =
        text.isPresent()
            ? " AND (position(:text IN id) > 0 OR position(:text IN lower(name)) > 0)"
            : "";
    String cursor = after.isPresent() ? " AND id COLLATE \"C\" > :after" : "";
    Query query =
        transaction
            .createQuery(COLUMNS + filter + cursor + " ORDER BY id COLLATE \"C\" LIMIT :limit")
            .bind("limit", limit);
    text.ifPresent(t -> query.bind("text", t.toLowerCase(java.util.Locale.ROOT)));
    after.ifPresent(id -> query.bind("after", id.value()));
    return query.map(MAPPER).list();
  }

  /** False if there is a row of that id already. */
  static boolean insert(Handle transaction, Project project) {
    return transaction
            .createUpdate(
                """
                INSERT INTO project (id, name, runtime, runtime_version, settings, created_at, updated_at, process)
                VALUES (:id, :name, split_part(:runtime, '@', 1),
                  CAST(NULLIF(split_part(:runtime, '@', 2), '') AS integer), CAST(:settings AS jsonb), :now, :now, :process)
                ON CONFLICT (id) DO NOTHING
                """)
            .bind("id", project.id().value())
            .bind("name", project.name())
            .bind("runtime", project.runtime())
            .bind("settings", Json.write(project.settings()))
            .bind("now", project.createdAt())
            .bind("process", project.process().label())
            .execute()
        == 1;
  }

  static void update(Handle transaction, Project project, Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE project SET name = :name, runtime = split_part(:runtime, '@', 1),
              runtime_version = CAST(NULLIF(split_part(:runtime, '@', 2), '') AS integer),
              held_version = CASE WHEN runtime = split_part(:runtime, '@', 1) THEN held_version END,
              settings = CAST(:settings AS jsonb), updated_at = :now,
              proposed = CASE WHEN process = :process THEN proposed END, process = :process WHERE id = :id
            """)
        .bind("id", project.id().value())
        .bind("name", project.name())
        .bind("runtime", project.runtime())
        .bind("settings", Json.write(project.settings()))
        .bind("now", now)
        .bind("process", project.process().label())
        .execute();
  }

  /** Sets what an operator last wanted of the process. False if there is no such project. */
  public static boolean desire(Handle transaction, ProjectId id, String state) {
    return transaction.execute(
            "UPDATE project SET desired = ? WHERE id = ? AND removing IS NULL", state, id.value())
        == 1;
  }
}
