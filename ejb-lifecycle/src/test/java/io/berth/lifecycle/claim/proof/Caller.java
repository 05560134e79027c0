package io.berth.lifecycle.claim.proof;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.Wish;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An agent as it should be: asks and reports one after the other, tries again what was not
 * answered, with the same number, at whatever server there is, and writes down what it was told.
 */
public final class Caller {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final AgentId agent;
  private final Supplier<ClaimFeature> server;
  private final Consumer<Told> told;
  private final Consumer<KmException> away;
  private final Set<String> had = new HashSet<>();
  private int reports;

  /** Reports each answer to {@code told}; asks for a server at each try. */
  public Caller(AgentId agent, Supplier<ClaimFeature> server, Consumer<Told> told) {
    this(agent, server, told, refusal -> {});
  }

  /** The same, and reports each refusal after which it tries again. */
  public Caller(
      AgentId agent,
      Supplier<ClaimFeature> server,
      Consumer<Told> told,
      Consumer<KmException> away) {
    this.agent = agent;
    this.server = server;
    this.told = told;
    this.away = away;
  }

  private interface Call<T> {
    T answer() throws KmException;
  }

  private <T> T patiently(Call<T> call) throws KmException {
    while (true) {
      try {
        return call.answer();
      } catch (KmException e) {
        if (e.problem() != Problem.UNAVAILABLE || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        away.accept(e);
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** A task; empty when nothing is left to do. */
  public Optional<Assignment> ask() throws KmException {
    long asked = System.nanoTime();
    Wish wish =
        new Wish(agent, Optional.empty(), Optional.empty(), Optional.empty(), agent.value());
    while (true) {
      Offer offer = patiently(() -> server.get().claims().request(wish));
      if (offer instanceof Offer.Work work) {
        Assignment mine = work.assignment();
        // why: what it was given at a try that was not answered is said to go on at the next
        boolean fresh = had.add(mine.task().id() + " " + mine.attempt());
        tell(fresh ? Told.What.GIVEN : Told.What.HOLDS, mine, null, asked);
        return Optional.of(mine);
      }
      if (((Offer.Nothing) offer).reason() == Reason.NO_TASKS) {
        return Optional.empty();
      }
      LockSupport.parkNanos(PAUSE / 10);
    }
  }

  /** Reports; false when it was refused as stale. */
  public boolean report(Assignment about, Report.Body body) throws KmException {
    String request = agent.value() + "-" + ++reports;
    long asked = System.nanoTime();
    Report report =
        new Report(
            agent,
            about.task().id(),
            OptionalInt.of(about.attempt()),
            Optional.of(request),
            OptionalLong.empty(),
            body,
            agent.value());
    boolean heartbeat = body instanceof Report.Heartbeat;
    try {
      patiently(() -> server.get().reports().take(report));
      tell(heartbeat ? Told.What.HOLDS : Told.What.TAKEN, about, request, asked);
      return true;
    } catch (KmException e) {
      if (e.problem() != Problem.STALE_ATTEMPT) {
        throw e;
      }
      tell(Told.What.REFUSED, about, request, asked);
      return false;
    }
  }

  private void tell(Told.What what, Assignment about, String request, long asked) {
    told.accept(
        new Told(
            what,
            agent.value(),
            about.task().id().toString(),
            about.attempt(),
            request,
            asked,
            System.nanoTime()));
  }
}
