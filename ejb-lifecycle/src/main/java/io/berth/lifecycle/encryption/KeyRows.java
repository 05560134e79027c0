package io.berth.lifecycle.encryption;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.encryption.KeyRow.Change;
import io.berth.lifecycle.encryption.KeyRow.Wrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements on the keys of projects. Whoever changes one holds the lock of its project. */
final class KeyRows {
  private static final String COLUMNS =
      "project, version, master, wrapped, change, node, next_version, next_master, next_wrapped";

  private KeyRows() {}

  static Optional<KeyRow> find(Handle t, ProjectId project) {
    return t.createQuery("SELECT " + COLUMNS + " FROM project_key WHERE project = :project")
        .bind("project", project.value())
        .map((r, c) -> row(r))
        .findOne();
  }

  /** All of them, locked until the transaction ends. */
  static List<KeyRow> lockAll(Handle t) {
    return t.createQuery("SELECT " + COLUMNS + " FROM project_key ORDER BY project FOR UPDATE")
        .map((r, c) -> row(r))
        .list();
  }

  /** Those whose change is under way on this node. */
  static List<KeyRow> changing(Handle t, String node) {
    return t.createQuery(
            "SELECT " + COLUMNS + " FROM project_key WHERE node = :node ORDER BY project")
        .bind("node", node)
        .map((r, c) -> row(r))
        .list();
  }

  /** Those whose change is under way anywhere. */
  static List<KeyRow> changing(Handle t) {
    return t.createQuery(
            "SELECT " + COLUMNS + " FROM project_key WHERE change IS NOT NULL ORDER BY project")
        .map((r, c) -> row(r))
        .list();
  }

  /** The first key of a project that has no data yet. */
  static void insert(Handle t, ProjectId project, Wrapped key, Instant now) {
    t.execute(
        "INSERT INTO project_key (project, version, master, wrapped, updated_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        project.value(),
        key.version(),
        key.master(),
        key.bytes(),
        now);
  }

  static void begin(Handle t, ProjectId project, Change change, Instant now) {
    t.createUpdate(
            """
            INSERT INTO project_key
              (project, version, change, node, next_version, next_master, next_wrapped, updated_at)
            VALUES (:project, 0, :change, :node, :version, :master, :wrapped, :now)
            ON CONFLICT (project) DO UPDATE
            SET change = excluded.change, node = excluded.node, next_version = excluded.next_version,
                next_master = excluded.next_master, next_wrapped = excluded.next_wrapped,
                updated_at = excluded.updated_at
            """)
        .bind("project", project.value())
        .bind("change", change.kind().label())
        .bind("node", change.node())
        .bind("version", change.next().map(Wrapped::version).orElse(null))
        .bind("master", change.next().map(Wrapped::master).orElse(null))
        .bind("wrapped", change.next().map(Wrapped::bytes).orElse(null))
        .bind("now", now)
        .execute();
  }

  /** The key to come is the key now; false if this node has no such change under way. */
  static boolean finish(Handle t, ProjectId project, Change change, Instant now) {
    if (change.next().isEmpty()) {
      return t.execute(
              "DELETE FROM project_key WHERE project = ? AND node = ? AND change = ?",
              project.value(),
              change.node(),
              change.kind().label())
          == 1;
    }
    return t.execute(
            """
            UPDATE project_key
            SET version = next_version, master = next_master, wrapped = next_wrapped, change = NULL,
                node = NULL, next_version = NULL, next_master = NULL, next_wrapped = NULL,
                updated_at = ?
            WHERE project = ? AND node = ? AND change = ? AND next_version = ?
            """,
            now,
            project.value(),
            change.node(),
            change.kind().label(),
            change.next().get().version())
        == 1;
  }

  /** The key of before stays the key. */
  static void cancel(Handle t, ProjectId project, String node, Instant now) {
    t.execute(
        "DELETE FROM project_key WHERE project = ? AND node = ? AND version = 0",
        project.value(),
        node);
    t.execute(
        """
        UPDATE project_key
        SET change = NULL, node = NULL, next_version = NULL, next_master = NULL,
            next_wrapped = NULL, updated_at = ?
        WHERE project = ? AND node = ?
        """,
        now,
        project.value(),
        node);
  }

  static void rewrap(Handle t, ProjectId project, Wrapped key, Instant now) {
    t.execute(
        "UPDATE project_key SET master = ?, wrapped = ?, updated_at = ?"
            + " WHERE project = ? AND version = ?",
        key.master(),
        key.bytes(),
        now,
        project.value(),
        key.version());
  }

  static void rewrapNext(Handle t, ProjectId project, Wrapped key, Instant now) {
    t.execute(
        "UPDATE project_key SET next_master = ?, next_wrapped = ?, updated_at = ?"
            + " WHERE project = ? AND next_version = ?",
        key.master(),
        key.bytes(),
        now,
        project.value(),
        key.version());
  }

  private static KeyRow row(ResultSet r) throws SQLException {
    Optional<Change> change = Optional.empty();
    if (r.getString("change") != null) {
      change =
          Optional.of(
              new Change(
                  KeyChange.of(r.getString("change")), r.getString("node"), wrapped(r, "next_")));
    }
    return new KeyRow(new ProjectId(r.getString("project")), wrapped(r, ""), change);
  }

  private static Optional<Wrapped> wrapped(ResultSet r, String prefix) throws SQLException {
    byte[] bytes = r.getBytes(prefix + "wrapped");
    return bytes == null
        ? Optional.empty()
        : Optional.of(
            new Wrapped(r.getInt(prefix + "version"), r.getString(prefix + "master"), bytes));
  }
}
