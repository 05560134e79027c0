package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** The statements on the versions of runtimes. Rows are added, never changed. */
public final class VersionRows {
  private VersionRows() {}

  /** All versions of a runtime, the newest first. */
  static List<RuntimeVersion> list(Handle transaction, String name) {
    return transaction
        .createQuery(
            """
            SELECT v.version, v.definition, v.actor, v.created_at, v.version = r.version
            FROM runtime_version v JOIN runtime r ON r.name = v.runtime
            WHERE r.name = :name ORDER BY v.version DESC
            """)
        .bind("name", name)
        .map(
            (row, context) ->
                new RuntimeVersion(
                    RuntimeJson.read(name, row.getString(2)).at(row.getInt(1)),
                    row.getString(3),
                    row.getTimestamp(4).toInstant(),
                    row.getBoolean(5)))
        .list();
  }

  /** One version. */
  public static Optional<KmRuntime> find(Handle transaction, String name, int version) {
    return transaction
        .createQuery(
            "SELECT definition FROM runtime_version WHERE runtime = :name AND version = :version")
        .bind("name", name)
        .bind("version", version)
        .map((row, context) -> RuntimeJson.read(name, row.getString(1)).at(version))
        .findOne();
  }

  /** What a start of this project takes now: pinned, held by a roll-out, or current. */
  public static Optional<KmRuntime> ofProject(Handle transaction, ProjectId project) {
    return transaction
        .createQuery(
            """
            SELECT r.name, COALESCE(v.version, r.version), COALESCE(v.definition, r.definition)
            FROM project p JOIN runtime r ON r.name = p.runtime
            LEFT JOIN runtime_version v ON v.runtime = r.name
              AND v.version = COALESCE(p.runtime_version, p.held_version, r.version)
            WHERE p.id = :id
            """)
        .bind("id", project.value())
        .map((row, c) -> RuntimeJson.read(row.getString(1), row.getString(3)).at(row.getInt(2)))
        .findOne();
  }

  /** Adds a version with the next number. The runtime's row must be locked. */
  static int add(Handle transaction, String name, String definition, String actor, Instant now) {
    return transaction
        .createQuery(
            """
            INSERT INTO runtime_version (runtime, version, definition, actor, created_at)
            SELECT :name, COALESCE(max(version), 0) + 1, CAST(:definition AS jsonb), :actor, :now
            FROM runtime_version WHERE runtime = :name
            RETURNING version
            """)
        .bind("name", name)
        .bind("definition", definition)
        .bind("actor", actor)
        .bind("now", now)
        .mapTo(Integer.class)
        .one();
  }

  /** The newest version with exactly this definition, if there is one. */
  static OptionalInt same(Handle transaction, String name, String definition) {
    Optional<Integer> version =
        transaction
            .createQuery(
                """
                SELECT max(version) FROM runtime_version
                WHERE runtime = :name AND definition = CAST(:definition AS jsonb)
                """)
            .bind("name", name)
            .bind("definition", definition)
            .mapTo(Integer.class)
            .findOne();
    return version.isPresent() ? OptionalInt.of(version.get()) : OptionalInt.empty();
  }

  /** Locks the runtime and says which version is current; empty if there is no such runtime. */
  public static OptionalInt lock(Handle transaction, String name) {
    // why no key update: projects that refer to it are not held up
    Optional<Integer> version =
        transaction
            .createQuery("SELECT version FROM runtime WHERE name = :name FOR NO KEY UPDATE")
            .bind("name", name)
            .mapTo(Integer.class)
            .findOne();
    return version.isPresent() ? OptionalInt.of(version.get()) : OptionalInt.empty();
  }

  /** Makes a version the one that starts take. The runtime's row must be locked. */
  public static void makeCurrent(Handle transaction, String name, int version, Instant now) {
    transaction.execute(
        """
        UPDATE runtime SET version = v.version, definition = v.definition, updated_at = ?
        FROM runtime_version v
        WHERE runtime.name = ? AND v.runtime = runtime.name AND v.version = ?
        """,
        now,
        name,
        version);
  }

  /**
   * The versions that somebody may still ask for: the current one, the one before it, those that a
   * project is pinned to or held at, and those of roll-outs that are under way or the last one.
   */
  static List<KmRuntime> wanted(Handle transaction, String name) {
    return transaction
        .createQuery(
            """
            SELECT v.version, v.definition FROM runtime_version v JOIN runtime r ON r.name = v.runtime
            WHERE r.name = :name AND (v.version = r.version
              OR v.version = (SELECT max(o.version) FROM runtime_version o
                              WHERE o.runtime = r.name AND o.version < r.version)
              OR v.version IN (SELECT p.runtime_version FROM project p WHERE p.runtime = r.name)
              OR v.version IN (SELECT p.held_version FROM project p WHERE p.runtime = r.name)
              OR EXISTS (SELECT 1 FROM rollout o
                         WHERE o.runtime = r.name AND v.version IN (o.from_version, o.version)
                           AND (o.ended_at IS NULL
                                OR o.id = (SELECT max(id) FROM rollout WHERE runtime = r.name))))
            ORDER BY v.version
            """)
        .bind("name", name)
        .map((row, c) -> RuntimeJson.read(name, row.getString(2)).at(row.getInt(1)))
        .list();
  }

  /** No project is held at a version any more. */
  static void letGo(Handle transaction, String name) {
    transaction.execute(
        "UPDATE project SET held_version = NULL WHERE runtime = ? AND held_version IS NOT NULL",
        name);
  }

  /** The roll-out of this runtime that is under way. */
  static Optional<Long> rollout(Handle transaction, String name) {
    return transaction
        .createQuery("SELECT id FROM rollout WHERE runtime = :name AND ended_at IS NULL")
        .bind("name", name)
        .mapTo(Long.class)
        .findOne();
  }
}
