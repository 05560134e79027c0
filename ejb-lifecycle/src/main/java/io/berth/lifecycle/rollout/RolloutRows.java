package io.berth.lifecycle.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements on the table of roll-outs, and on the lease of the node that drives each. */
final class RolloutRows {
  private static final String COLUMNS =
      "SELECT id, runtime, from_version, version, state, step, plan, reason, actor, created_at,"
          + " updated_at, ended_at, driver FROM rollout";

  private RolloutRows() {}

  static long insert(
      Handle transaction,
      NewRollout wish,
      int fromVersion,
      RolloutPlan plan,
      String actor,
      Instant now) {
    return transaction
        .createQuery(
            """
            INSERT INTO rollout
              (runtime, from_version, version, state, plan, actor, created_at, updated_at)
            VALUES (:runtime, :from, :version, 'RUNNING', CAST(:plan AS jsonb), :actor, :now, :now)
            ON CONFLICT (runtime) WHERE ended_at IS NULL DO NOTHING RETURNING id
            """)
        .bind("runtime", wish.runtime())
        .bind("from", fromVersion)
        .bind("version", wish.version())
        .bind("plan", PlanJson.write(plan))
        .bind("actor", actor)
        .bind("now", now)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  static Optional<Rollout> find(Handle transaction, long id) {
    return transaction
        .createQuery(COLUMNS + " WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row, MemberRows.list(transaction, id)))
        .findOne();
  }

  /** The same, which nobody else can change until the transaction is over. */
  static Optional<Rollout> lock(Handle transaction, long id) {
    transaction.execute("SELECT id FROM rollout WHERE id = ? FOR UPDATE", id);
    return find(transaction, id);
  }

  static List<Rollout> list(Handle transaction, int limit) {
    return transaction
        .createQuery(COLUMNS + " ORDER BY id DESC LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) -> read(row, MemberRows.list(transaction, row.getLong("id"))))
        .list();
  }

  private static Rollout read(ResultSet row, List<Member> members) throws SQLException {
    return new Rollout(
        row.getLong("id"),
        row.getString("runtime"),
        row.getInt("from_version"),
        row.getInt("version"),
        RolloutState.valueOf(row.getString("state")),
        row.getInt("step"),
        PlanJson.read(row.getString("plan")),
        row.getString("reason"),
        row.getString("actor"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(at -> at.toInstant()),
        Optional.ofNullable(row.getString("driver")),
        members);
  }

  /** Takes, or renews, the lease of every roll-out that nobody else drives; says which. */
  static List<Long> lease(Handle transaction, String node) {
    // why by the database's clock: the clocks of two nodes may differ
    transaction.execute(
        """
        UPDATE rollout SET driver = ?, driver_until = now() + interval '15 seconds'
        WHERE ended_at IS NULL AND (driver IS NULL OR driver_until < now()
          OR (driver = ? AND driver_until < now() + interval '10 seconds'))
        """,
        node,
        node);
    return transaction
        .createQuery("SELECT id FROM rollout WHERE ended_at IS NULL AND driver = :node ORDER BY id")
        .bind("node", node)
        .mapTo(Long.class)
        .list();
  }

  /** Whether this node still drives it. */
  static boolean drives(Handle transaction, long id, String node) {
    return transaction
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM rollout"
                + " WHERE id = :id AND driver = :node AND driver_until > now())")
        .bind("id", id)
        .bind("node", node)
        .mapTo(Boolean.class)
        .one();
  }

  static void move(
      Handle transaction, long id, RolloutState to, String reason, RolloutPlan plan, Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE rollout SET state = :state,
              reason = CASE WHEN :reason = '' THEN reason ELSE :reason END, plan = CAST(:plan AS jsonb),
              updated_at = :now, ended_at = CASE WHEN :over THEN CAST(:now AS timestamptz) END
            WHERE id = :id
            """)
        .bind("state", to.name())
        .bind("reason", reason)
        .bind("plan", PlanJson.write(plan))
        .bind("now", now)
        .bind("over", to.over())
        .bind("id", id)
        .execute();
  }

  static void nextStep(Handle transaction, long id, Instant now) {
    transaction.execute("UPDATE rollout SET step = step + 1, updated_at = ? WHERE id = ?", now, id);
  }
}
