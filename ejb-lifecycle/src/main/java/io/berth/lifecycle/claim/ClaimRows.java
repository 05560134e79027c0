package io.berth.lifecycle.claim;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements on claims. A claim is made and ended while its task is locked. */
final class ClaimRows {
  /**
   * A claim.
   *
   * @param heldFor since it was made, by the database's clock
   * @param left until its lease is over; negative when it is, and nobody looked yet
   */
  record Claim(
      TaskId task,
      AgentId agent,
      int attempt,
      Instant claimedAt,
      Instant leaseUntil,
      Duration heldFor,
      Duration left,
      long spentTokens,
      Map<String, Object> why) {
    /** Whether it is this agent's, under this number. */
    boolean is(AgentId who, int number) {
      return agent.equals(who) && attempt == number;
    }
  }

  private static final String COLUMNS =
      """
      SELECT task, agent, attempt, claimed_at, lease_until, spent_tokens, why,
        extract(epoch FROM clock_timestamp() - claimed_at) * 1000 AS held_millis,
        extract(epoch FROM lease_until - clock_timestamp()) * 1000 AS left_millis FROM task_claim
      """;

  /**
   * A task and who holds it, read at one moment.
   *
   * @param awaited whether others wait for it, or did
   */
  record Held(Task task, Optional<Claim> claim, boolean awaited) {}

  private static final String HELD =
      TaskRows.READ
          + """
          , c.task AS claimed, c.attempt AS claim_attempt, c.claimed_at, c.why,
            extract(epoch FROM clock_timestamp() - c.claimed_at) * 1000 AS held_millis,
            extract(epoch FROM c.lease_until - clock_timestamp()) * 1000 AS left_millis,
            EXISTS (SELECT 1 FROM task_dependency d WHERE d.dependency = t.id) AS awaited
          """
          + TaskRows.FROM
          + "WHERE t.id = :id";

  private ClaimRows() {}

  /** The task and its claim; for whoever changes them after {@link TaskRows#lockToEnd}. */
  static Optional<Held> held(Handle transaction, TaskId id) {
    return transaction
        .createQuery(HELD)
        .bind("id", id.toString())
        .map(
            (row, context) -> {
              Task task = TaskRows.read(row);
              boolean claimed = row.getString("claimed") != null;
              return new Held(
                  task,
                  claimed ? Optional.of(of(task, row)) : Optional.empty(),
                  row.getBoolean("awaited"));
            })
        .findOne();
  }

  private static Claim of(Task task, ResultSet row) throws SQLException {
    return new Claim(
        task.id(),
        task.holder().orElseThrow(),
        row.getInt("claim_attempt"),
        row.getTimestamp("claimed_at").toInstant(),
        row.getTimestamp("lease_until").toInstant(),
        Duration.ofMillis(row.getLong("held_millis")),
        Duration.ofMillis(row.getLong("left_millis")),
        row.getLong("now_tokens"),
        Json.read(row.getString("why")));
  }

  static Optional<Claim> find(Handle transaction, TaskId task) {
    return transaction
        .createQuery(COLUMNS + " WHERE task = :task")
        .bind("task", task.toString())
        .map((row, context) -> read(row))
        .findOne();
  }

  static Optional<Claim> byRequest(Handle transaction, AgentId agent, String request) {
    return transaction
        .createQuery(COLUMNS + " WHERE agent = :agent AND request = :request")
        .bind("agent", agent.value())
        .bind("request", request)
        .map((row, context) -> read(row))
        .findFirst();
  }

  static List<Claim> of(Handle transaction, AgentId agent) {
    return transaction
        .createQuery(COLUMNS + " WHERE agent = :agent ORDER BY claimed_at, task")
        .bind("agent", agent.value())
        .map((row, context) -> read(row))
        .list();
  }

  private static Claim read(ResultSet row) throws SQLException {
    return new Claim(
        TaskId.of(row.getString("task")),
        new AgentId(row.getString("agent")),
        row.getInt("attempt"),
        row.getTimestamp("claimed_at").toInstant(),
        row.getTimestamp("lease_until").toInstant(),
        Duration.ofMillis(row.getLong("held_millis")),
        Duration.ofMillis(row.getLong("left_millis")),
        row.getLong("spent_tokens"),
        Json.read(row.getString("why")));
  }

  static Assignment assignment(Handle transaction, Claim claim) {
    Task task = TaskRows.find(transaction, claim.task).orElseThrow();
    return new Assignment(task, claim.attempt, claim.claimedAt, claim.why);
  }

  static List<Assignment> assignments(Handle transaction, List<Claim> claims) {
    List<Assignment> all = new ArrayList<>();
    for (Claim claim : claims) {
      all.add(assignment(transaction, claim));
    }
    return all;
  }

  /**
   * Lets a lease last from now; it never gets shorter by that.
   *
   * @return false if the claim is over
   */
  static boolean renew(Handle transaction, Claim claim, Duration lease, long tokens) {
    return transaction
            .createUpdate(
                """
                UPDATE task_claim SET spent_tokens = greatest(spent_tokens, :tokens),
                  lease_until = clock_timestamp() + make_interval(secs => :lease)
                WHERE task = :task AND agent = :agent AND attempt = :attempt
                """)
            .bind("tokens", tokens)
            .bind("lease", (double) lease.toSeconds())
            .bind("task", claim.task.toString())
            .bind("agent", claim.agent.value())
            .bind("attempt", claim.attempt)
            .execute()
        == 1;
  }

  /** Counts tokens and leaves the lease as it is. */
  static void spend(Handle transaction, Claim claim, long tokens) {
    transaction.execute(
        "UPDATE task_claim SET spent_tokens = greatest(spent_tokens, ?) WHERE task = ?",
        tokens,
        claim.task.toString());
  }
}
