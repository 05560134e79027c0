package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.LastExit;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One project's process: its state, its waiting room, and what happens next. Every field that is
 * not final belongs to the slot's order ({@link InOrder}); other threads read {@link #published}
 * only. Never blocks; blocking work goes to a worker that reports back with the process, or the
 * attempt, it was about, so that a late report about an older one changes nothing.
 */
final class ProcessSlot {
  private final ProjectId project;
  private final SlotServices services;
  private final InOrder order;
  private final Waiters waiters;
  private final Waiters releases;
  private final SlotFailures failures;

  private SlotFacts facts;
  private SlotActivity activity;
  private Optional<LiveProcess> live = Optional.empty();
  private StartAttempt attempt;
  private StartOrder attemptOrder;
  private StartOrders orders;
  private Ending ending;
  private CompletableFuture<Void> cleaned = CompletableFuture.completedFuture(null);
  private boolean closed;
  private boolean retired;
  private volatile Published published;

  ProcessSlot(ProjectId project, SlotServices services) {
    this.project = project;
    this.services = services;
    this.order = new InOrder(services.workers().slots());
    this.waiters = new Waiters(services.waitingPerProject());
    this.releases = new Waiters(services.waitingPerProject());
    this.failures = new SlotFailures();
    this.facts = SlotFacts.initial(project);
    this.activity = new SlotActivity(services.nanos());
    this.published = new Published(facts, activity, live);
  }

  /** What other threads may see. */
  Published published() {
    return published;
  }

  ProcessSnapshot snapshot() {
    return published.snapshot(services.clock());
  }

  /** Puts a step at the end of this slot's order. */
  void post(Runnable step) {
    order.execute(step);
  }

  // ---- demands ----

  /** A caller needs the process. */
  void demand(StartOrders how, CompletableFuture<ProcessSnapshot> caller) {
    if (closed) {
      caller.completeExceptionally(Refusals.detached(project));
      return;
    }
    switch (facts.state()) {
      case READY -> caller.complete(snapshot());
      case QUARANTINED -> caller.completeExceptionally(quarantined());
      default -> {
        if (!waiters.add(caller)) {
          caller.completeExceptionally(Refusals.roomFull(project, waiters.size()));
          return;
        }
        orders = how;
        startIfWanted();
      }
    }
  }

  private void startIfWanted() {
    if (closed || facts.state() != ProcessState.STOPPED || waiters.isEmpty()) {
      return;
    }
    if (orders.needsPort(project) && services.ports().refuses(project)) {
      waiters.fail(
          services.launcher().noPort(project).toKmException(project, Duration.ofSeconds(5)));
      return;
    }
    attempt = new StartAttempt();
    attemptOrder = null;
    move(ProcessState.STARTING, MoveCause.DEMAND);
    StartAttempt mine = attempt;
    StartOrders how = orders;
    services.workers().starts().execute(() -> new SlotStart(this, services, mine).run(how));
  }

  // ---- a start reports ----

  /** The order is there; its generation is taken, nothing was forked. */
  void ordered(StartAttempt of, StartOrder made) {
    if (of != attempt) {
      return;
    }
    attemptOrder = made;
    activity = new SlotActivity(services.nanos());
    activity.close(); // why: nothing may begin before it is ready; READY gets a fresh one
    facts = facts.ordered(made);
    publish();
    event(Kind.STARTING, "generation " + made.generation(), Optional.empty());
  }

  /** The largest generation so far: an order must be larger. */
  long generation() {
    return published.facts().generation();
  }

  void started(StartAttempt of, LiveProcess process) {
    if (of != attempt) {
      return;
    }
    attempt = null;
    if (ending != null) {
      live = Optional.of(process);
      facts = facts.with(SlotFacts.Running.of(process, services.clock().instant()));
      publish();
      end(process);
      return;
    }
    becomeReady(process, MoveCause.PROVED_READY, Kind.READY);
    waiters.serve(snapshot());
  }

  void startFailed(StartAttempt of, StartFailure failure) {
    if (of != attempt) {
      return;
    }
    attempt = null;
    if (ending != null) {
      stopped();
      return;
    }
    boolean ordered = attemptOrder != null;
    if (ordered) {
      facts = facts.ended(exit(failure.exitCode(), failure.getMessage()));
    }
    if (!ordered || !failure.countsAgainstProgram()) {
      move(ProcessState.STOPPED, MoveCause.NO_START);
      if (ordered) {
        event(Kind.START_FAILED, failure.getMessage(), Optional.of(StopReason.START_FAILED));
      }
      waiters.fail(failure.toKmException(project, null));
      return;
    }
    move(ProcessState.BACKOFF, MoveCause.START_FAILURE);
    fail(
        attemptOrder,
        Kind.START_FAILED,
        failure.getMessage(),
        Optional.of(StopReason.START_FAILED));
    Duration retry = Duration.between(services.clock().instant(), facts.retryAt().orElseThrow());
    waiters.fail(
        facts.state() == ProcessState.QUARANTINED
            ? quarantined()
            : failure.toKmException(project, retry));
  }

  /** The lifecycle side gave no order; its reason goes to the callers as it is. */
  void startRefused(StartAttempt of, KmException reason) {
    if (of != attempt) {
      return;
    }
    attempt = null;
    if (ending != null) {
      stopped();
      return;
    }
    move(ProcessState.STOPPED, MoveCause.NO_START);
    waiters.fail(reason);
  }

  // ---- ready ----

  /** A process found after a restart proved to be the wanted one. */
  void adopt(LiveProcess process, CompletableFuture<ProcessSnapshot> caller) {
    if (closed || facts.state() != ProcessState.STOPPED) {
      caller.completeExceptionally(
          new IllegalStateException(project + " is " + facts.state() + ", nothing to adopt"));
      return;
    }
    facts = facts.ordered(process.order());
    becomeReady(process, MoveCause.ADOPTION, Kind.ADOPTED);
    caller.complete(snapshot());
  }

  private void becomeReady(LiveProcess process, MoveCause cause, Kind kind) {
    live = Optional.of(process);
    activity = new SlotActivity(services.nanos());
    facts =
        facts
            .with(SlotFacts.Running.of(process, services.clock().instant()))
            .failed(failures.count(), Optional.empty());
    SlotCalls.quietly(() -> services.generations().opened(process.target()));
    move(ProcessState.READY, cause);
    event(kind, process.readiness());
    services.exitWatch().watch(process, p -> SlotCalls.post(this, () -> exited(p)));
  }

  // ---- stops ----

  /** Drains and ends, if the condition holds for the slot as it is now. */
  void stop(
      StopReason reason,
      Predicate<ProcessSnapshot> onlyIf,
      CompletableFuture<ProcessSnapshot> caller) {
    switch (facts.state()) {
      case STOPPED, BACKOFF, QUARANTINED -> caller.complete(snapshot());
      case DRAINING, STOPPING -> ending.add(caller);
      case STARTING -> {
        if (onlyIf.test(snapshot())) {
          beginEnding(reason, caller);
          cancelStart();
        } else {
          caller.complete(snapshot());
        }
      }
      case READY -> {
        if (closeGate(onlyIf)) {
          beginEnding(reason, caller);
          drain(live.orElseThrow());
        } else {
          caller.complete(snapshot());
        }
      }
      default -> throw new IllegalStateException();
    }
  }

  /** Ends whatever there is, then starts the next generation for this caller. */
  void restart(StopReason reason, StartOrders how, CompletableFuture<ProcessSnapshot> caller) {
    if (facts.state().mayHaveProcess() && !closed) {
      if (!waiters.add(caller)) {
        caller.completeExceptionally(Refusals.roomFull(project, waiters.size()));
        return;
      }
      orders = how;
      stop(reason, any -> true, new CompletableFuture<>());
      return;
    }
    demand(how, caller);
  }

  private boolean closeGate(Predicate<ProcessSnapshot> onlyIf) {
    return activity.closeIf(
        reading -> onlyIf.test(facts.snapshot(reading, services.clock().instant())));
  }

  private void beginEnding(StopReason reason, CompletableFuture<ProcessSnapshot> caller) {
    ending = new Ending(reason);
    ending.add(caller);
  }

  private void cancelStart() {
    move(ProcessState.STOPPING, MoveCause.STOP);
    if (!ending.startsAgain()) {
      waiters.fail(
          new KmException(
              Problem.DRAINING, project + " was stopped while it was starting; ask again"));
    }
    if (attempt.cancel()) {
      attempt = null;
      stopped();
    }
  }

  private void drain(LiveProcess process) {
    move(ProcessState.DRAINING, MoveCause.STOP);
    event(Kind.DRAINING, ending.reason().label(), Optional.of(ending.reason()));
    Duration most = ending.drainTime(process.order(), activity.read(), services.unhealthyDrain());
    services.workers().after(most, () -> SlotCalls.post(this, () -> drainOver(process)));
    activity.drained().thenRun(() -> SlotCalls.post(this, () -> drainOver(process)));
  }

  private void drainOver(LiveProcess process) {
    if (facts.state() != ProcessState.DRAINING || !isCurrent(process)) {
      return;
    }
    SlotCalls.quietly(() -> services.generations().closed(project, process.generation()));
    move(ProcessState.STOPPING, MoveCause.DRAIN_OVER);
    end(process);
  }

  private void end(LiveProcess process) {
    services.exitWatch().forget(process);
    services.workers().ends().execute(() -> new SlotEnd(this, services).end(process));
  }

  /** A worker verified that the whole group is dead, and cleaned up behind it. */
  void ended(LiveProcess process, OptionalInt code, String lastLines) {
    if (facts.state() != ProcessState.STOPPING || !isCurrent(process)) {
      return;
    }
    live = Optional.empty();
    facts = facts.ended(exit(code, ending.reason().label()));
    if (ending.reason() != StopReason.UNHEALTHY) {
      stopped();
      return;
    }
    move(ProcessState.BACKOFF, MoveCause.DEATH);
    Ending done = ending;
    ending = null;
    String why = process.target() + " was unhealthy: " + activity.complaint() + lastLines;
    fail(process.order(), Kind.STOPPED, why, Optional.of(done.reason()));
    done.done(snapshot());
    if (facts.state() == ProcessState.QUARANTINED) {
      waiters.fail(quarantined());
    }
  }

  private void stopped() {
    Ending done = ending;
    ending = null;
    move(ProcessState.STOPPED, MoveCause.DEATH);
    event(Kind.STOPPED, done.reason().label(), Optional.of(done.reason()));
    done.done(snapshot());
    startIfWanted();
  }

  // ---- failures ----

  private void exited(LiveProcess process) {
    if (!isCurrent(process)) {
      return;
    }
    if (facts.state() == ProcessState.DRAINING) {
      drainOver(process); // why: it ended by itself; the rest of its group is still looked after
      return;
    }
    if (facts.state() != ProcessState.READY) {
      return;
    }
    activity.close();
    SlotCalls.quietly(() -> services.generations().closed(project, process.generation()));
    live = Optional.empty();
    OptionalInt code = SlotEnd.exitCode(process);
    String reason = SlotEnd.describeExit(process, code);
    facts = facts.ended(exit(code, reason));
    cleaned = new CompletableFuture<>();
    CompletableFuture<Void> mine = cleaned;
    services.workers().ends().execute(() -> new SlotEnd(this, services).cleanUp(process, mine));
    move(ProcessState.BACKOFF, MoveCause.EXIT);
    fail(process.order(), Kind.CRASHED, reason, Optional.empty());
  }

  /** Counts a failure in BACKOFF, says what happened, and sets the time of the next start. */
  private void fail(StartOrder of, Kind kind, String reason, Optional<StopReason> stopReason) {
    RestartPolicy.Verdict verdict = failures.add(of.restart(), reason, services.clock().instant());
    facts = facts.failed(verdict.failures().size(), Optional.of(verdict.retryAt()));
    publish();
    event(kind, reason, stopReason);
    if (verdict.quarantine()) {
      move(ProcessState.QUARANTINED, MoveCause.CRASH_LOOP);
      event(Kind.QUARANTINED, reason, Optional.empty());
    }
    Duration pause = Duration.between(services.clock().instant(), verdict.retryAt());
    long version = failures.version();
    cleaned.thenRun(
        () ->
            services
                .workers()
                .after(pause, () -> SlotCalls.post(this, () -> coolDownOver(version))));
  }

  private void coolDownOver(long version) {
    if (version == failures.version() && !retired) {
      leaveCoolDown(MoveCause.COOL_DOWN, "the cool-down is over");
    }
  }

  /** An operator lets it out of quarantine. */
  void release(CompletableFuture<ProcessSnapshot> caller) {
    if (facts.state() != ProcessState.QUARANTINED || !releases.add(caller)) {
      caller.complete(snapshot());
      return;
    }
    // why: the group of the crashed process may be dying still
    cleaned.thenRun(() -> SlotCalls.post(this, this::released));
  }

  private void released() {
    if (facts.state() == ProcessState.QUARANTINED) {
      leaveCoolDown(MoveCause.RELEASE, "released by an operator");
    }
    releases.serve(snapshot());
  }

  private void leaveCoolDown(MoveCause cause, String reason) {
    boolean quarantined = facts.state() == ProcessState.QUARANTINED;
    if (!quarantined && facts.state() != ProcessState.BACKOFF) {
      return;
    }
    if (quarantined) {
      failures.clear();
    }
    facts = facts.failed(failures.count(), Optional.empty());
    move(ProcessState.STOPPED, cause);
    if (quarantined) {
      event(Kind.RELEASED, reason, Optional.empty());
    }
    startIfWanted();
  }

  // ---- end of the slot ----

  /** Whether the adapter has detached: no command means anything any more. */
  boolean detached() {
    return closed;
  }

  /** Whether it could be forgotten; from then on it takes no demand. */
  boolean retire() {
    if (closed || facts.state().mayHaveProcess() || !waiters.isEmpty() || !cleaned.isDone()) {
      return false;
    }
    retired = true;
    return true;
  }

  /** Whether it was forgotten: another slot takes the demands now. */
  boolean retired() {
    return retired;
  }

  /** The adapter stops: callers are told, the process goes on. */
  void detach() {
    closed = true;
    activity.close();
    live.filter(
            process ->
                facts.state() == ProcessState.READY || facts.state() == ProcessState.DRAINING)
        .ifPresent(
            process ->
                SlotCalls.quietly(
                    () -> services.generations().closed(project, process.generation())));
    waiters.fail(Refusals.detached(project));
    releases.fail(Refusals.detached(project));
    if (ending != null) {
      ending.fail(Refusals.detached(project));
    }
  }

  // ---- helpers ----

  private boolean isCurrent(LiveProcess process) {
    return live.filter(current -> current == process).isPresent();
  }

  private KmException quarantined() {
    return Refusals.quarantined(facts, failures.lastReason(), services.clock().instant());
  }

  private LastExit exit(OptionalInt code, String reason) {
    return new LastExit(code, SlotEnd.signal(code), reason, services.clock().instant());
  }

  private void move(ProcessState to, MoveCause cause) {
    facts = facts.in(ProcessMoves.move(project, facts.state(), to, cause));
    publish();
  }

  private void publish() {
    published = new Published(facts, activity, live);
  }

  private void event(Kind kind, String reason) {
    event(kind, reason, Optional.empty());
  }

  private void event(Kind kind, String reason, Optional<StopReason> stopReason) {
    services.feed().post(kind, reason, stopReason, snapshot());
  }
}
