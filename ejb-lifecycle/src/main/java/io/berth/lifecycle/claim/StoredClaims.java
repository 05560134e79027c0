package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentRows;
import io.berth.lifecycle.agent.StoredAgents;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.RequestLedger;
import io.berth.lifecycle.task.TaskState;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Hands out tasks by {@link ClaimStatement}. Called on any thread of any node. Two claims at one
 * moment that would take one file or one slot meet at a unique row; the second tries again and sees
 * what the first did.
 */
public final class StoredClaims implements Claims {
  private static final int TRIES = 8;
  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;
  private final ClaimTimes times;

  public StoredClaims(Database database, ClaimTimes times) {
    this.database = database;
    this.times = times;
  }

  @Override
  public Offer request(Wish wish) throws KmException {
    if (wish.request().isPresent() && wish.request().get().length() > RequestLedger.LONGEST) {
      throw new KmException(
          Problem.INVALID, "'request_id' is longer than " + RequestLedger.LONGEST + " characters");
    }
    Offer last = contended();
    for (int i = 0; i < TRIES; i++) {
      last = attempt(wish);
      boolean lost = last instanceof Offer.Nothing nothing && nothing.reason() == Reason.CONTENDED;
      if (!lost) {
        return last;
      }
    }
    return last;
  }

  private Offer attempt(Wish wish) throws KmException {
    try {
      return database.transact(t -> offer(t, wish));
    } catch (JdbiException e) {
      if (isUniqueViolation(e)) {
        return contended();
      }
      throw e;
    }
  }

  private Offer offer(Handle transaction, Wish wish) throws KmException {
    AgentRows.ToClaim asking =
        AgentRows.lockToClaim(transaction, wish.agent())
            .orElseThrow(() -> StoredAgents.missing(wish.agent()));
    Agent agent = asking.agent();
    if (asking.unheard()) {
      AgentRows.seen(transaction, agent.id());
    }
    if (wish.request().isPresent()) {
      Optional<ClaimRows.Claim> same =
          ClaimRows.byRequest(transaction, agent.id(), wish.request().get());
      if (same.isPresent() && wish.covers(same.get().task().project())) {
        return goOn(transaction, same.get());
      }
    }
    Wish narrowed = wish.narrowed(agent.project());
    ClaimStatement.Result result = ClaimStatement.run(transaction, agent, narrowed, times);
    if (result.won().isPresent()) {
      return new Offer.Work(result.won().get(), false);
    }
    return result.holds() >= agent.capacity()
        ? full(transaction, agent, wish, ClaimRows.of(transaction, agent.id()))
        : WhyNothing.find(transaction, agent, narrowed, result.candidates());
  }

  /** An agent of one task goes on with it; one of several is told all that it holds. */
  private static Offer full(
      Handle transaction, Agent agent, Wish wish, List<ClaimRows.Claim> current) {
    List<ClaimRows.Claim> seen =
        // why: a token that does not cover a project any more must not show its tasks
        current.stream().filter(claim -> wish.covers(claim.task().project())).toList();
    if (agent.capacity() == 1 && seen.size() == 1) {
      return goOn(transaction, seen.get(0));
    }
    return new Offer.Nothing(
        Reason.AT_CAPACITY,
        Reason.AT_CAPACITY.retryAfter(),
        Map.of(),
        List.of(),
        ClaimRows.assignments(transaction, seen));
  }

  private static Offer goOn(Handle transaction, ClaimRows.Claim claim) {
    Assignment assignment = ClaimRows.assignment(transaction, claim);
    TaskState state = assignment.task().state();
    if (state == TaskState.CANCELLING) {
      return new Offer.Work(assignment, true);
    }
    // why no lock on the task: whoever reports on it locks the task first and the agent later
    boolean held =
        ClaimRows.renew(transaction, claim, assignment.task().words().lease().in(state), 0);
    return held ? new Offer.Work(ClaimRows.assignment(transaction, claim), true) : contended();
  }

  private static Offer.Nothing contended() {
    return new Offer.Nothing(
        Reason.CONTENDED, Reason.CONTENDED.retryAfter(), Map.of(), List.of(), List.of());
  }

  private static boolean isUniqueViolation(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
