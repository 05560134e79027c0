package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The statements on the projects of a roll-out, and on the version that each is held at. */
final class MemberRows {
  private MemberRows() {}

  /** A project that a roll-out would begin with. */
  record Candidate(ProjectId project, Map<String, String> settings, int fromVersion) {}

  /** Those that follow the runtime, and do not have the version already. */
  static List<Candidate> candidates(
      Handle transaction, String runtime, int fromVersion, int version) {
    return transaction
        .createQuery(
            """
            SELECT id, settings, coalesce(held_version, :from) FROM project
            WHERE runtime = :runtime AND runtime_version IS NULL AND removing IS NULL
              AND coalesce(held_version, :from) <> :version
            ORDER BY id
            """)
        .bind("runtime", runtime)
        .bind("from", fromVersion)
        .bind("version", version)
        .map(
            (row, context) ->
                new Candidate(
                    new ProjectId(row.getString(1)),
                    io.berth.lifecycle.database.Json.readTexts(row.getString(2)),
                    row.getInt(3)))
        .list();
  }

  static void insert(Handle transaction, long rollout, Member member) {
    transaction
        .createUpdate(
            """
            INSERT INTO rollout_project
              (rollout, project, ordinal, critical, from_version, state, since)
            VALUES (:rollout, :project, :ordinal, :critical, :from, 'PENDING', :since)
            """)
        .bind("rollout", rollout)
        .bind("project", member.project().value())
        .bind("ordinal", member.ordinal())
        .bind("critical", member.critical())
        .bind("from", member.fromVersion())
        .bind("since", member.since())
        .execute();
  }

  static List<Member> list(Handle transaction, long rollout) {
    return transaction
        .createQuery(
            """
            SELECT m.*, CASE
                WHEN p.id IS NULL OR p.removing IS NOT NULL THEN 'the project was removed'
                WHEN p.runtime <> r.runtime THEN 'the project has another runtime now'
                WHEN p.runtime_version IS NOT NULL THEN 'the project is pinned to a version now'
                ELSE '' END AS hindrance
            FROM rollout_project m JOIN rollout r ON r.id = m.rollout
            LEFT JOIN project p ON p.id = m.project
            WHERE m.rollout = :rollout ORDER BY m.ordinal
            """)
        .bind("rollout", rollout)
        .map(
            (row, context) ->
                new Member(
                    new ProjectId(row.getString("project")),
                    row.getInt("ordinal"),
                    row.getBoolean("critical"),
                    row.getInt("from_version"),
                    MemberState.valueOf(row.getString("state")),
                    row.getBoolean("failed"),
                    row.getString("reason"),
                    row.getLong("generation"),
                    row.getTimestamp("since").toInstant(),
                    row.getString("hindrance")))
        .list();
  }

  static void update(Handle transaction, long rollout, Member member) {
    transaction
        .createUpdate(
            """
            UPDATE rollout_project SET state = :state, failed = :failed, reason = :reason,
              generation = :generation, since = :since
            WHERE rollout = :rollout AND project = :project
            """)
        .bind("state", member.state().name())
        .bind("failed", member.failed())
        .bind("reason", member.reason())
        .bind("generation", member.generation())
        .bind("since", member.since())
        .bind("rollout", rollout)
        .bind("project", member.project().value())
        .execute();
  }

  /** From now on starts of this project take this version. */
  static void hold(Handle transaction, ProjectId project, String runtime, int version) {
    transaction.execute(
        "UPDATE project SET held_version = ? WHERE id = ? AND runtime = ?",
        version,
        project.value(),
        runtime);
  }

  /** Projects that are held at the version that is current anyway simply follow it. */
  static void letGo(Handle transaction, String runtime) {
    transaction.execute(
        """
        UPDATE project SET held_version = NULL FROM runtime
        WHERE runtime.name = ? AND project.runtime = runtime.name
          AND project.held_version = runtime.version
        """,
        runtime);
  }

  /** Those whose turn never came. */
  static void skipPending(Handle transaction, long rollout, Instant now) {
    transaction.execute(
        """
        UPDATE rollout_project
        SET state = 'SKIPPED', reason = 'the roll-out ended before its turn', since = ?
        WHERE rollout = ? AND state = 'PENDING'
        """,
        now,
        rollout);
  }
}
