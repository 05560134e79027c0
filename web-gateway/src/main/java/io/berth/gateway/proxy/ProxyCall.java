package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.gateway.cache.ListCache.Ticket;
import io.berth.gateway.cache.ResponseCache.Lookup;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The life of one request: read what it means, wait for a process, wait for a place, one attempt
 * after the other, one answer. Begins on a container thread and goes asynchronous before anything
 * that may last; then steps follow each other on worker threads, one at a time. While it waits for
 * a process or a place it has no thread and no permit.
 */
final class ProxyCall {
  /** How long the container's thread waits for a place that may never come. */
  private static final long SHORT_PATIENCE_MILLIS = 5;

  /** How long it waits in a queue that moves. */
  private static final long LONG_PATIENCE_MILLIS = 100;

  /**
   * How long the one replay waits for the next generation before it tries the same again: the death
   * of a process shows on its connections before it shows in its slot.
   */
  private static final Duration SAME_GENERATION_PAUSE = Duration.ofSeconds(1);

  private static final Duration RECHECK = Duration.ofMillis(25);

  private final Shared shared;
  private final Inbound in;
  private final Route route;
  private final KnownProject project;
  private final ProjectGate gate;
  private final String subject;
  private final List<KmHeader> received;
  private final CallTimes times;
  private final CallStory story;
  private final long deadline;
  private final boolean mcp;
  private final RequestBody body;
  private final boolean tunnel;
  private final CallSession session;
  private final Presence presence;

  private Meaning meaning;
  private boolean mayWaitHere;
  private Optional<Lookup> lookup = Optional.empty();
  private Optional<Ticket> ticket = Optional.empty();
  private int replays;
  private int pauses;
  private long generation;
  private long sameAllowedAt;

  ProxyCall(
      Shared shared,
      Inbound in,
      Route route,
      KnownProject project,
      ProjectGate gate,
      String subject,
      List<KmHeader> received,
      CallStory story) {
    this.shared = shared;
    this.in = in;
    this.route = route;
    this.project = project;
    this.gate = gate;
    this.subject = subject;
    this.received = received;
    this.times = story.times();
    this.story = story;
    this.deadline = times.now() + shared.settings().startTimeout().toNanos();
    this.mcp = Meaning.isMcpMessage(project, route, in.method());
    this.body = new RequestBody(in, mcp);
    this.tunnel = TunnelCall.isAsked(in.method(), received);
    this.session = new CallSession(shared.sessions(), project, route, received);
    this.presence = new Presence(shared, in);
  }

  /** On the container's thread; returns when the call is over or went asynchronous. */
  void start(boolean mayWaitHere) {
    this.mayWaitHere = mayWaitHere;
    if (tunnel) {
      meaning = Meaning.of(project, route, subject, "GET", received, null);
      demandTunnel(mayWaitHere);
    } else if (mcp && !here()) {
      awaitBody();
    } else if (mayWaitHere) {
      understand();
    } else {
      onWorker(this::understand);
    }
  }

  private boolean here() {
    try {
      return body.isHere();
    } catch (IOException gone) {
      return false;
    }
  }

  /** why bounded: a body that comes byte by byte holds its worker as long as its sender likes. */
  private void awaitBody() {
    in.goAsync();
    if (!gate.arrives(this::fetch, this::understand)) {
      refuse(overloaded("too many request bodies for " + project.id() + " are on their way"));
    }
  }

  /** Whether the body is here as a whole; else the call is over. */
  private boolean fetch() {
    try {
      if (mcp) {
        body.fetch();
      }
      return true;
    } catch (IOException gone) {
      over("cancelled", true);
      return false;
    }
  }

  private void understand() {
    if (!fetch()) {
      return;
    }
    meaning =
        Meaning.of(
            project,
            route,
            subject,
            in.method(),
            received,
            mcp && body.isRetained() ? body.bytes() : null);
    lookup = meaning.question().map(shared.cache()::find);
    lookup.ifPresent(this::looked);
    if (lookup.isPresent() && lookup.get().found().isPresent()) {
      CachedReply.send(in, lookup.get().found().get(), meaning.rpcId(), times);
      over("cached", false);
      return;
    }
    ticket = meaning.list().map(shared.lists()::ask);
    if (!new Sleeping(this).answers()) {
      demand();
    }
  }

  private void looked(Lookup look) {
    times.cache(look.found().isPresent() ? "hit" : "miss");
    shared.ahead().asked(this, look);
  }

  /** Waits for a process; without a thread if it must be started. */
  void demand() {
    times.mark();
    CompletableFuture<ProcessSnapshot> ready =
        shared.lifecycle().demand(project.id()).toCompletableFuture();
    if (ready.isDone()) {
      demanded(ready);
      return;
    }
    in.goAsync();
    CompletableFuture<ProcessSnapshot> held = ready.copy();
    presence.endsWithItsCaller(held, body);
    held.orTimeout(Math.max(1, deadline - times.now()), TimeUnit.NANOSECONDS)
        .whenComplete((snapshot, failure) -> onWorker(() -> demanded(held)));
    held.thenRun(() -> shared.ahead().soon(project.id()));
  }

  /** why: a connection can be upgraded only by a container thread that never went asynchronous. */
  private void demandTunnel(boolean mayWaitHere) {
    CompletableFuture<ProcessSnapshot> ready =
        shared.lifecycle().demand(project.id()).toCompletableFuture();
    if (!ready.isDone() && !mayWaitHere) {
      refuse(overloaded("too many requests wait for KMs on this node already"));
      return;
    }
    demanded(ready.copy().orTimeout(Math.max(1, deadline - times.now()), TimeUnit.NANOSECONDS));
  }

  private void demanded(CompletableFuture<ProcessSnapshot> ready) {
    times.started();
    if (presence.isGone()) {
      over("cancelled", true);
      return;
    }
    try {
      enter(ready.join());
    } catch (CompletionException failure) {
      refuse(explain(failure.getCause()));
    }
  }

  private KmException explain(Throwable failure) {
    if (failure instanceof KmException told) {
      return told;
    }
    if (failure instanceof TimeoutException) {
      return new KmException(
          Problem.STARTING,
          "project " + project.id() + " is still starting; ask again, or look at its process");
    }
    return new KmException(
        Problem.UNAVAILABLE, "project " + project.id() + " cannot be started now", failure);
  }

  /** Takes a place in the project's bulkhead; waits for it without a thread. */
  private void enter(ProcessSnapshot snapshot) {
    if (replays > 0 && snapshot.generation() == generation && times.now() < sameAllowedAt) {
      later(RECHECK);
      return;
    }
    generation = snapshot.generation();
    if (session.isDead(generation)) {
      refuseSession(generation);
      return;
    }
    if (!gate.breaker().allows(generation, times.now())) {
      refuse(circuitOpen());
      return;
    }
    times.mark();
    if (tunnel) {
      new TunnelCall(this).run();
      return;
    }
    if (gate.bulkhead().tryEnter()) {
      attempt();
      return;
    }
    CompletableFuture<Void> place = gate.bulkhead().enter();
    if (place == null) {
      refuse(gate.fullRoom(project.id()));
      return;
    }
    if (comesSoon(place)) {
      attempt();
      return;
    }
    in.goAsync();
    presence.endsWithItsCaller(place, body);
    place
        .orTimeout(Math.max(1, deadline - times.now()), TimeUnit.NANOSECONDS)
        .whenComplete(
            (entered, late) ->
                onWorker(() -> entered(late), late == null ? gate::leaveLater : () -> {}));
  }

  /**
   * why: most places are free within a millisecond, and going asynchronous costs more than that. A
   * queue that has just moved is worth standing in; one that stands still must not hold a thread.
   */
  private boolean comesSoon(CompletableFuture<Void> place) {
    if (in.isAsync() || !mayWaitHere) {
      return false;
    }
    long still = times.now() - gate.bulkhead().movedAt();
    boolean moves = still < TimeUnit.MILLISECONDS.toNanos(SHORT_PATIENCE_MILLIS);
    try {
      place.get(moves ? LONG_PATIENCE_MILLIS : SHORT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException given) {
      throw new IllegalStateException(given);
    }
  }

  private void entered(Throwable late) {
    if (presence.isGone()) {
      if (late == null) {
        gate.bulkhead().leave();
      }
      over("cancelled", true);
    } else if (late == null) {
      attempt();
    } else {
      times.queued();
      refuse(gate.noPlaceInTime(project.id()));
    }
  }

  private void attempt() {
    if (!in.isAsync() && !sendsAtOnce()) {
      onWorker(this::attempt, gate.bulkhead()::leave);
      return;
    }
    new Attempt(this).run();
  }

  private boolean sendsAtOnce() {
    return body.retainable() && here();
  }

  /** After a failed attempt that left nothing taken: once more, or the end. */
  void failed(KmException failure, boolean mayHaveHadEffect) {
    ReplayPolicy.Attempt attempt =
        new ReplayPolicy.Attempt(
            mayHaveHadEffect,
            body.atHand(),
            meaning.safeMethod(),
            meaning.safeTool(),
            meaning.keyStored(),
            replays,
            times.now() >= deadline);
    if (ReplayPolicy.mayPass(failure) && ReplayPolicy.allows(attempt)) {
      if (mayHaveHadEffect) {
        replays++;
        sameAllowedAt = times.now() + SAME_GENERATION_PAUSE.toNanos();
      }
      in.goAsync();
      Duration pause = Duration.ofMillis(Math.min(250, 20L << Math.min(4, pauses++)));
      later(pause);
      return;
    }
    if (ReplayPolicy.brokeOff(failure) || failure.problem() == Problem.UPSTREAM_TIMEOUT) {
      gate.breaker().failed(generation, times.now());
    }
    refuse(ReplayPolicy.brokeOff(failure) ? told(failure, mayHaveHadEffect) : failure);
  }

  /** A read has no outcome to be unsure of, and what was not sent has none either. */
  private KmException told(KmException failure, boolean mayHaveHadEffect) {
    boolean unsure = mayHaveHadEffect && !meaning.safeMethod() && !meaning.safeTool();
    Problem problem = unsure ? Problem.OUTCOME_UNKNOWN : Problem.BAD_UPSTREAM;
    return new KmException(
        problem,
        unsure ? failure.getMessage() + "; check whether it took effect" : failure.getMessage(),
        failure);
  }

  private void later(Duration pause) {
    try {
      shared.workers().tickAfter(pause, () -> onWorker(this::demand));
    } catch (RejectedExecutionException closing) {
      refuse(overloaded("this node is going down"));
    }
  }

  /** The end, with a reply made by the gateway. */
  void refuse(KmException failure) {
    Problems problem = Problems.of(failure, project.id());
    (route.kind() == Route.Kind.MCP ? problem.forMcp() : problem)
        .send(in, generation, times.serverTiming());
    over(problem.label(), false);
  }

  /** why as it is: the one 404 of the gateway that an MCP client takes for what it means. */
  void refuseSession(long dead) {
    String what = "the process that gave this MCP session out is gone; initialize again";
    Problems.of(new Refusal(404, "session-gone", what), project.id())
        .send(in, dead, times.serverTiming());
    over("session-gone", false);
  }

  /** The end. */
  void over(String outcome, boolean broken) {
    presence.end();
    if (outcome.equals("cancelled")) {
      story.left(body);
    }
    if (broken) {
      in.abort();
    }
    story.ended(outcome, generation);
    in.complete();
  }

  /** Tells the cache that something that may write begins, or ended with an unknown outcome. */
  void writes(boolean ended) {
    if (project.cacheable()) {
      if (ended) {
        shared.cache().writtenPerhaps(project.id().value());
      } else {
        shared.cache().written(project.id().value());
      }
    }
  }

  private KmException circuitOpen() {
    return new CircuitOpen(project.id(), gate.breaker().retryAfter(times.now()));
  }

  /** The container's own words, because a full pool is only one of the reasons. */
  KmException noPermit(ResourceException none) {
    return overloaded("this node has no permit free; ask again (" + none.getMessage() + ")");
  }

  KmException overloaded(String what) {
    return new KmException(Problem.OVERLOADED, what, Duration.ofSeconds(1), null);
  }

  void onWorker(Runnable step) {
    onWorker(step, () -> {});
  }

  /** Continues on a worker; if there is none, that is the answer. */
  void onWorker(Runnable step, Runnable giveBack) {
    in.goAsync();
    try {
      gate.workers().execute(step);
    } catch (RejectedExecutionException none) {
      giveBack.run();
      refuse(overloaded("this node has no thread left"));
    }
  }

  List<KmHeader> requestHeaders() {
    return ForwardingHeaders.of(received, in, story.trace(), project.runtime().builtIn());
  }

  Presence presence() {
    return presence;
  }

  CallSession session() {
    return session;
  }

  Shared shared() {
    return shared;
  }

  Inbound in() {
    return in;
  }

  KnownProject project() {
    return project;
  }

  ProjectGate gate() {
    return gate;
  }

  CallTimes times() {
    return times;
  }

  RequestBody body() {
    return body;
  }

  Meaning meaning() {
    return meaning;
  }

  Optional<Lookup> lookup() {
    return lookup;
  }

  Optional<Ticket> ticket() {
    return ticket;
  }

  boolean isMcp() {
    return session.isMcp();
  }

  /** Whether it may change what a foreign KM offers: a message of MCP that may change anything. */
  boolean mayChangeLists() {
    return mcp && meaning.write() && !project.runtime().builtIn();
  }

  List<KmHeader> received() {
    return received;
  }

  String subject() {
    return subject;
  }

  String wireTarget() {
    return route.wireTarget(project.runtime().mcpPath());
  }
}
