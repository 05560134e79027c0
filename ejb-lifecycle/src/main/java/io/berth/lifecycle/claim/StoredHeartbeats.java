package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Heartbeats in bulk, by the rules of a single one ({@link StoredReports}): a lease that has most
 * of its time left is not written, one that is called off or whose budget is spent is not renewed.
 * Called by one thread of each node; claims that others work on at that moment are passed over.
 */
public final class StoredHeartbeats implements Heartbeats {
  private static final String HELD =
      """
      SELECT c.task, c.agent, c.attempt, t.state, c.lease_until,
        CASE t.state WHEN 'VALIDATING' THEN t.validating_seconds WHEN 'WAITING_FOR_HUMAN' THEN t.waiting_seconds
          ELSE t.lease_seconds END AS lease,
        extract(epoch FROM c.lease_until - clock_timestamp()) AS seconds_left,
        coalesce(t.spent_tokens + c.spent_tokens >= t.budget_tokens, false)
          OR coalesce(t.spent_seconds + extract(epoch FROM clock_timestamp() - c.claimed_at) >= t.budget_seconds, false)
          AS spent
      FROM (SELECT DISTINCT * FROM unnest(CAST(:agents AS text[]), CAST(:tasks AS text[]), CAST(:attempts AS integer[])))
        b (agent, task, attempt)
      JOIN task_claim c ON c.agent = b.agent AND (b.task = '' OR b.task = c.task)
        AND (b.attempt = 0 OR b.attempt = c.attempt)
      JOIN task t ON t.id = c.task
      """;

  private record Held(AgentId agent, Receipt receipt, int lease, double left) {
    boolean due() {
      return !receipt.cancel() && !receipt.handBack() && left < lease * 2.0 / 3;
    }
  }

  private final Database database;

  public StoredHeartbeats(Database database) {
    this.database = database;
  }

  @Override
  public List<Heard> beat(List<Beat> beats) throws KmException {
    return beats.isEmpty() ? List.of() : database.transact(t -> beat(t, beats));
  }

  private static List<Heard> beat(Handle transaction, List<Beat> beats) {
    Query query = transaction.createQuery(HELD);
    query.bindArray("agents", String.class, beats.stream().map(b -> b.agent().value()).toList());
    query.bindArray(
        "tasks",
        String.class,
        beats.stream().map(b -> b.task().map(TaskId::toString).orElse("")).toList());
    query.bindArray(
        "attempts", Integer.class, beats.stream().map(b -> b.attempt().orElse(0)).toList());
    List<Held> all = query.map((row, context) -> read(row)).list();
    List<Held> due = all.stream().filter(Held::due).toList();
    if (!due.isEmpty()) {
      renew(transaction, due);
    }
    List<Heard> heard = new ArrayList<>();
    all.forEach(held -> heard.add(new Heard(held.agent, held.receipt)));
    return heard;
  }

  /** why skip locked: whoever has a claim's row renews or ends it just now */
  private static void renew(Handle transaction, List<Held> due) {
    transaction
        .createUpdate(
            """
            UPDATE task_claim c SET lease_until = clock_timestamp() + make_interval(secs => d.lease)
            FROM unnest(CAST(:tasks AS text[]), CAST(:attempts AS integer[]), CAST(:leases AS integer[]))
              d (task, attempt, lease),
              (SELECT task FROM task_claim WHERE task = ANY (CAST(:tasks AS text[])) ORDER BY task
                FOR UPDATE SKIP LOCKED) free
            WHERE c.task = d.task AND c.attempt = d.attempt AND free.task = c.task
            """)
        .bindArray(
            "tasks", String.class, due.stream().map(h -> h.receipt.task().toString()).toList())
        .bindArray("attempts", Integer.class, due.stream().map(h -> h.receipt.attempt()).toList())
        .bindArray("leases", Integer.class, due.stream().map(Held::lease).toList())
        .execute();
  }

  private static Held read(ResultSet row) throws SQLException {
    TaskState state = TaskState.valueOf(row.getString("state"));
    boolean cancel = state == TaskState.CANCELLING;
    double left = row.getDouble("seconds_left");
    int lease = row.getInt("lease");
    boolean spent = row.getBoolean("spent");
    Instant until = row.getTimestamp("lease_until").toInstant();
    boolean renewed = !cancel && !spent && left < lease * 2.0 / 3;
    Receipt receipt =
        new Receipt(
            TaskId.of(row.getString("task")),
            state,
            row.getInt("attempt"),
            // why: what is renewed lasts from now, by the clock that counted what was left
            Optional.of(renewed ? until.plusMillis((long) ((lease - left) * 1000)) : until),
            cancel,
            spent && !cancel,
            false);
    return new Held(new AgentId(row.getString("agent")), receipt, lease, left);
  }
}
