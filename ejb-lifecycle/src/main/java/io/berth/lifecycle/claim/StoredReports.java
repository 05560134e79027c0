package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.RequestLedger;
import io.berth.lifecycle.task.StoredTasks;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskEvents;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskRows;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * Takes reports, each in one transaction: fenced by agent and attempt under the task's lock. What
 * is refused as stale is committed to the history too, and nothing else of it. Called on any
 * thread.
 */
public final class StoredReports implements Reports {
  private static final String REFUSED = "refused";
  private static final int MOST_REFUSED = 50;

  private final Database database;
  private final ClaimTimes times;

  public StoredReports(Database database, ClaimTimes times) {
    this.database = database;
    this.times = times;
  }

  /** Taken, or refused with these words. */
  private record Outcome(Optional<Receipt> receipt, String refusal) {
    static Outcome of(Receipt receipt) {
      return new Outcome(Optional.of(receipt), "");
    }
  }

  @Override
  public Receipt take(Report report) throws KmException {
    ReportRules.check(report);
    boolean heartbeat = report.body() instanceof Report.Heartbeat;
    Optional<Receipt> quick =
        heartbeat ? database.transact(t -> heartbeat(t, report)) : Optional.empty();
    if (quick.isPresent()) {
      return quick.get();
    }
    Outcome outcome = database.transact(t -> once(t, report));
    return outcome.receipt.orElseThrow(
        () -> new KmException(Problem.STALE_ATTEMPT, outcome.refusal));
  }

  /**
   * why without the task's lock: thousands of agents send nothing else; the claim's own row is
   * fence enough
   */
  private static Optional<Receipt> heartbeat(Handle transaction, Report report) {
    Optional<ClaimRows.Held> found = ClaimRows.held(transaction, report.task());
    Optional<ClaimRows.Claim> holds = found.flatMap(ClaimRows.Held::claim);
    if (holds.isEmpty() || !current(report, holds.get())) {
      return Optional.empty();
    }
    ClaimRows.Claim claim = holds.get();
    Task task = found.get().task();
    if (!task.state().held()) {
      return Optional.empty();
    }
    long tokens = report.tokens().orElse(0);
    Duration lease = task.words().lease().in(task.state());
    boolean keep = renewable(task, claim, tokens);
    // why not each time: a lease that has most of its time left needs no write
    boolean write =
        tokens > claim.spentTokens()
            || (keep && claim.left().compareTo(lease.multipliedBy(2).dividedBy(3)) < 0);
    if (write && keep && !ClaimRows.renew(transaction, claim, lease, tokens)) {
      return Optional.empty();
    }
    if (write && !keep) {
      ClaimRows.spend(transaction, claim, tokens);
    }
    return Optional.of(receipt(transaction, task, task.state(), claim, !keep));
  }

  private Outcome once(Handle transaction, Report report) throws KmException {
    String agent = report.agent().value();
    if (report.request().isPresent()) {
      Optional<Map<String, Object>> before =
          RequestLedger.open(transaction, agent, report.request().get(), content(report));
      if (before.isPresent()) {
        Object refusal = before.get().get(REFUSED);
        return refusal == null
            ? Outcome.of(Receipt.repeated(report.task(), before.get()))
            : new Outcome(Optional.empty(), refusal.toString());
      }
    }
    Outcome outcome = apply(transaction, report);
    if (report.request().isPresent()) {
      Map<String, Object> answer =
          outcome.receipt.map(Receipt::kept).orElse(Map.of(REFUSED, outcome.refusal));
      RequestLedger.answer(transaction, agent, report.request().get(), answer);
    }
    return outcome;
  }

  private static String content(Report report) {
    return report.kind()
        + " "
        + report.task()
        + " "
        + report.attempt()
        + " "
        + ReportRules.details(report);
  }

  private Outcome apply(Handle transaction, Report report) throws KmException {
    // why first: links before tasks, and a report may end the task
    TaskRows.lockToEnd(transaction, report.task());
    ClaimRows.Held held =
        ClaimRows.held(transaction, report.task())
            .orElseThrow(() -> StoredTasks.missing(report.task()));
    Task task = held.task();
    if (held.claim().isEmpty() || !current(report, held.claim().get())) {
      return alreadyDone(report, task)
          ? Outcome.of(
              new Receipt(
                  task.id(), task.state(), task.attempt(), Optional.empty(), false, false, true))
          : refused(transaction, report, task);
    }
    if (report.body() instanceof Report.Release release) {
      return released(transaction, report, held, release);
    }
    if (report.body() instanceof Report.Progress progress && progress.state() == TaskState.DONE) {
      return completed(transaction, report, held);
    }
    return reported(transaction, report, task, held.claim().get());
  }

  private static boolean current(Report report, ClaimRows.Claim claim) {
    return claim.is(report.agent(), report.attempt().orElse(claim.attempt()));
  }

  /** why: a completion whose answer was lost is sent again, also by those who number nothing */
  private static boolean alreadyDone(Report report, Task task) {
    return report.body() instanceof Report.Progress progress
        && progress.state() == TaskState.DONE
        && task.state() == TaskState.DONE
        && task.completedBy().filter(report.agent()::equals).isPresent()
        && report.attempt().orElse(task.attempt()) == task.attempt();
  }

  private static Outcome refused(Handle transaction, Report report, Task task) {
    int number = report.attempt().orElse(0);
    String name = report.attempt().isPresent() ? "attempt " + number : "the attempt";
    String words =
        name
            + " of "
            + report.agent()
            + " at task "
            + task.id()
            + " is over or was never; the task is "
            + task.state().label()
            + ", its last attempt is "
            + task.attempt()
            + ". The report is kept in the task's history, not applied: stop, and ask for a task";
    long before =
        transaction
            .createQuery(
                """
                SELECT count(*) FROM (SELECT 1 FROM task_event WHERE task = :task AND kind = 'refused'
                  AND agent = :agent AND attempt = :attempt
                  AND (NOT :heartbeat OR details ->> 'report' = 'heartbeat') LIMIT :most) x
                """)
            .bind("task", task.id().toString())
            .bind("agent", report.agent().value())
            .bind("attempt", number)
            .bind("heartbeat", report.body() instanceof Report.Heartbeat)
            .bind("most", MOST_REFUSED)
            .mapTo(Long.class)
            .one();
    // why bounded: a lost agent may go on for days
    boolean kept = report.body() instanceof Report.Heartbeat ? before == 0 : before < MOST_REFUSED;
    if (kept) {
      Map<String, Object> details = ReportRules.details(report);
      details.put("report", report.kind());
      TaskEvents.append(
          transaction,
          TaskEvents.Line.of(task.id(), REFUSED, report.actor(), details)
              .of(report.agent().value(), number));
    }
    return new Outcome(Optional.empty(), words);
  }

  private Outcome released(
      Handle transaction, Report report, ClaimRows.Held held, Report.Release release) {
    Task task = held.task();
    ClaimRows.Claim claim = held.claim().orElseThrow();
    long tokens = report.tokens().orElse(0);
    TaskMoves.Return goes =
        TaskMoves.leaving(
            task.state(),
            TaskMoves.Cause.RELEASE,
            task.tries(),
            task.words().maxAttempts(),
            overspent(task, claim, tokens));
    Leaving.end(
        transaction,
        held,
        goes.to(),
        tokens,
        new Leaving.Extras(
            release.partialWork(), Optional.of(times.decline()), Optional.empty(), Duration.ZERO),
        line(report, "released", goes.cause()));
    return Outcome.of(
        new Receipt(task.id(), goes.to(), claim.attempt(), Optional.empty(), false, false, false));
  }

  private static Outcome completed(Handle transaction, Report report, ClaimRows.Held held)
      throws KmException {
    Task task = held.task();
    boolean calledOff = task.state() == TaskState.CANCELLING;
    TaskState to = calledOff ? TaskState.CANCELLED : TaskState.DONE;
    TaskMoves.Cause cause = calledOff ? TaskMoves.Cause.STOP : TaskMoves.Cause.COMPLETE;
    TaskMoves.check(task.id().toString(), task.state(), to, cause);
    Leaving.end(
        transaction,
        held,
        to,
        report.tokens().orElse(0),
        Leaving.Extras.NONE,
        line(report, "completed", cause));
    int attempt = held.claim().orElseThrow().attempt();
    return Outcome.of(
        new Receipt(task.id(), to, attempt, Optional.empty(), calledOff, false, false));
  }

  private static Outcome reported(
      Handle transaction, Report report, Task task, ClaimRows.Claim claim) throws KmException {
    TaskState from = task.state();
    TaskState to = from == TaskState.CANCELLING ? from : wanted(report.body(), from);
    if (to != from) {
      TaskMoves.check(task.id().toString(), from, to, ReportRules.cause(to));
    }
    long tokens = report.tokens().orElse(0);
    boolean goesOn = renewable(task, claim, tokens);
    if (goesOn) {
      ClaimRows.renew(transaction, claim, task.words().lease().in(to), tokens);
    } else {
      ClaimRows.spend(transaction, claim, tokens);
    }
    if (!(report.body() instanceof Report.Heartbeat)) {
      TaskRows.report(transaction, task.id(), to, percent(report.body()));
      TaskEvents.Line line =
          TaskEvents.Line.of(task.id(), report.kind(), report.actor(), ReportRules.details(report))
              .of(claim.agent().value(), claim.attempt());
      TaskEvents.append(transaction, to == from ? line : line.moving(from, to));
    }
    return Outcome.of(receipt(transaction, task, to, claim, !goesOn));
  }

  private static TaskState wanted(Report.Body body, TaskState from) {
    if (body instanceof Report.Progress progress) {
      return progress.state();
    }
    return body instanceof Report.Blocker ? TaskState.BLOCKED : from;
  }

  private static OptionalInt percent(Report.Body body) {
    return body instanceof Report.Progress progress ? progress.percent() : OptionalInt.empty();
  }

  private static Receipt receipt(
      Handle transaction, Task task, TaskState state, ClaimRows.Claim claim, boolean ending) {
    boolean cancel = state == TaskState.CANCELLING;
    return new Receipt(
        task.id(),
        state,
        claim.attempt(),
        ClaimRows.find(transaction, task.id()).map(ClaimRows.Claim::leaseUntil),
        cancel,
        ending && !cancel,
        false);
  }

  private static TaskEvents.Line line(Report report, String kind, TaskMoves.Cause cause) {
    Map<String, Object> details = ReportRules.details(report);
    details.put("cause", cause.name());
    return TaskEvents.Line.of(report.task(), kind, report.actor(), details);
  }

  private static boolean overspent(Task task, ClaimRows.Claim claim, long tokens) {
    long more = Math.max(0, tokens - claim.spentTokens());
    return task.words()
        .budget()
        .spent(task.spentTokens() + more, task.spentTime().plus(claim.heldFor()));
  }

  /** Whether the lease goes on: not for what is called off, nor when the budget is spent. */
  private static boolean renewable(Task task, ClaimRows.Claim claim, long tokens) {
    return task.state() != TaskState.CANCELLING && !overspent(task, claim, tokens);
  }
}
