package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.task.RequestLedger;
import io.berth.lifecycle.task.TaskEvents;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskRows;
import io.berth.lifecycle.task.TaskState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Ends leases that are over. Called by the node's timer, on each node; the row of the watch lets
 * one look at a time. Only here does a lease end: one that is over and was not looked at yet may
 * still be renewed.
 */
public final class LeaseWatch {
  private static final Logger LOG = System.getLogger(LeaseWatch.class.getName());
  private static final int MOST = 500;

  private final Database database;
  private final ClaimTimes times;
  private final SilencePolicy policy;
  private final WorkMeter meter;
  private volatile boolean first = true;

  public LeaseWatch(Database database, ClaimTimes times) {
    this(database, times, WorkMeter.NONE);
  }

  private LeaseWatch(Database database, ClaimTimes times, WorkMeter meter) {
    this.database = database;
    this.times = times;
    this.meter = meter;
    this.policy = new SilencePolicy(times);
  }

  /** A new one with a meter. */
  LeaseWatch metered(WorkMeter other) {
    return new LeaseWatch(database, times, other);
  }

  /**
   * Looks once.
   *
   * @return how many leases ended
   */
  public int look() throws KmException {
    int ended = database.transact(this::look);
    first = false;
    for (TaskId id : database.transact(LeaseWatch::calledOff)) {
      ended += database.transact(t -> stop(t, id));
    }
    meter.expired(ended);
    return ended;
  }

  /** Forgets old answers to reports. Called by the maintenance timer. */
  public int trim() throws KmException {
    return database.transact(RequestLedger::trim);
  }

  private int look(Handle transaction) {
    record Times(Instant seenAt, Instant now) {}

    Times at =
        transaction
            .createQuery("SELECT seen_at, clock_timestamp() FROM task_watch WHERE one FOR UPDATE")
            .map((row, c) -> new Times(instant(row.getTimestamp(1)), instant(row.getTimestamp(2))))
            .one();
    SilencePolicy.Decision decision = policy.decide(at.seenAt, at.now, first);
    int ended = 0;
    if (decision.expire()) {
      ended = expire(transaction);
    } else if (!decision.credit().isZero()) {
      credit(transaction, decision.credit());
    }
    transaction.execute("UPDATE task_watch SET seen_at = clock_timestamp() WHERE one");
    return ended;
  }

  private void credit(Handle transaction, Duration silence) {
    int leases =
        transaction.execute(
            """
            UPDATE task_claim SET lease_until = greatest(lease_until + make_interval(secs => ?),
              clock_timestamp() + make_interval(secs => ?))
            """,
            silence.toMillis() / 1000.0,
            times.grace().toMillis() / 1000.0);
    if (leases > 0) {
      LOG.log(
          Level.INFO,
          "no server heard agents for {0}: {1} leases are prolonged by it",
          silence,
          leases);
    }
  }

  /**
   * The states are those of {@link TaskMoves#leaving} with EXPIRE; a test holds them against it.
   * What is called off ends elsewhere, because others may wait for it.
   */
  private static int expire(Handle transaction) {
    return transaction
        .createQuery(
            """
            WITH due AS MATERIALIZED (
              SELECT t.id, t.project, t.state, t.tries, t.max_attempts, t.budget_tokens, t.budget_seconds,
                c.agent, c.attempt, c.spent_tokens, t.spent_tokens + c.spent_tokens AS tokens, t.spent_seconds
                  + greatest(0, CAST(ceil(extract(epoch FROM clock_timestamp() - c.claimed_at)) AS bigint)) AS seconds
              FROM task_claim c JOIN task t ON t.id = c.task
              WHERE c.lease_until < clock_timestamp() AND t.state <> 'CANCELLING'
              ORDER BY c.lease_until LIMIT :most FOR UPDATE OF t, c SKIP LOCKED),
            freed AS (DELETE FROM task_claim c USING due d WHERE c.task = d.id RETURNING c.task),
            returned AS (
              SELECT d.*, CASE
                  WHEN d.tokens >= d.budget_tokens OR d.seconds >= d.budget_seconds THEN 'PARKED'
                  WHEN d.tries >= d.max_attempts THEN 'FAILED' ELSE 'TODO' END AS goes
              FROM due d JOIN freed f ON f.task = d.id),
            moved AS (
              UPDATE task t SET state = r.goes, updated_at = clock_timestamp(),
                ended_at = CASE WHEN r.goes = 'FAILED' THEN clock_timestamp() END,
                spent_tokens = r.tokens, spent_seconds = r.seconds
              FROM returned r WHERE t.id = r.id),
            lost AS (
              UPDATE agent a SET lost = a.lost + n.count
              FROM (SELECT agent, count(*) AS count FROM returned GROUP BY agent) n WHERE a.id = n.agent),
            written AS (
              INSERT INTO task_event (task, project, kind, actor, agent, attempt, from_state, to_state, details)
              SELECT id, project, 'expired', :actor, agent, attempt, state, goes,
                jsonb_build_object('cause', CASE goes WHEN 'PARKED' THEN 'OVERSPEND' WHEN 'FAILED' THEN 'EXHAUST'
                  ELSE 'EXPIRE' END) FROM returned)
            SELECT count(*) FROM returned
            """)
        .bind("most", MOST)
        .bind("actor", StoredEvents.BERTH)
        .mapTo(Integer.class)
        .one();
  }

  private static List<TaskId> calledOff(Handle transaction) {
    return transaction
        .createQuery(
            """
            SELECT t.id FROM task t JOIN task_claim c ON c.task = t.id
            WHERE t.state = 'CANCELLING' AND c.lease_until < clock_timestamp() LIMIT :most
            """)
        .bind("most", MOST)
        .map((row, context) -> TaskId.of(row.getString(1)))
        .list();
  }

  private static int stop(Handle transaction, TaskId id) {
    TaskRows.lockToEnd(transaction, id);
    Optional<ClaimRows.Held> held = ClaimRows.held(transaction, id);
    boolean due =
        held.filter(h -> h.task().state() == TaskState.CANCELLING)
            .flatMap(ClaimRows.Held::claim)
            .filter(c -> c.left().isNegative())
            .isPresent();
    if (!due) {
      return 0;
    }
    Map<String, String> details = Map.of("cause", TaskMoves.Cause.STOP.name());
    Leaving.end(
        transaction,
        held.get(),
        TaskState.CANCELLED,
        0,
        Leaving.Extras.NONE,
        TaskEvents.Line.of(id, "expired", StoredEvents.BERTH, details));
    return 1;
  }

  private static Instant instant(Timestamp time) {
    return time.toInstant();
  }
}
