package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.runtime.StoredRuntimes;
import io.berth.lifecycle.runtime.VersionRows;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The roll-outs in PostgreSQL. Called on any thread; each change and its audit are one transaction.
 * The driver's changes are fenced by its lease. Who locks both locks the runtime, then the
 * roll-out, then projects.
 */
public final class StoredRollouts implements Rollouts {
  private static final int MOST = 200;

  private final Database database;
  private final StoredEvents events;
  private final BerthSettings settings;
  private final InstantSource clock;

  public StoredRollouts(
      Database database, StoredEvents events, BerthSettings settings, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Rollout start(NewRollout wish, String actor) throws KmException {
    RolloutPlan plan = RolloutRules.plan(wish, settings.rollout());
    return told(
        database.transact(
            t -> {
              int current =
                  VersionRows.lock(t, wish.runtime())
                      .orElseThrow(() -> StoredRuntimes.missing(wish.runtime()));
              VersionRows.find(t, wish.runtime(), wish.version())
                  .orElseThrow(() -> StoredRuntimes.noVersion(wish.runtime(), wish.version()));
              int from = current == wish.version() ? before(t, wish) : current;
              long id = RolloutRows.insert(t, wish, from, plan, actor, now());
              if (id == 0) {
                throw new KmException(
                    Problem.CONFLICT,
                    "another roll-out of "
                        + wish.runtime()
                        + " is under way: berth rollout list shows it");
              }
              if (current != from) {
                // why: what is outside of the roll-out stays on the old version meanwhile
                VersionRows.makeCurrent(t, wish.runtime(), from, now());
              }
              List<Member> members = members(t, wish, from);
              members.forEach(member -> MemberRows.insert(t, id, member));
              Rollout made = RolloutRows.find(t, id).orElseThrow();
              return done(t, made, event(made, "rollout.started", actor, steps(made)));
            }));
  }

  private static String steps(Rollout rollout) {
    return rollout.runtime()
        + " "
        + rollout.fromVersion()
        + " to "
        + rollout.version()
        + ", "
        + rollout.members().size()
        + " projects";
  }

  private static int before(Handle transaction, NewRollout wish) throws KmException {
    for (int version = wish.version() - 1; version > 0; version--) {
      if (VersionRows.find(transaction, wish.runtime(), version).isPresent()) {
        return version;
      }
    }
    throw new KmException(
        Problem.CONFLICT,
        "version "
            + wish.version()
            + " of "
            + wish.runtime()
            + " is the first and the current one: there is nothing to roll out");
  }

  private List<Member> members(Handle transaction, NewRollout wish, int from) throws KmException {
    List<Member> members = new ArrayList<>();
    for (MemberRows.Candidate candidate :
        MemberRows.candidates(transaction, wish.runtime(), from, wish.version())) {
      boolean critical = settings.forProject(candidate.settings()).critical();
      members.add(
          new Member(
              candidate.project(),
              0,
              critical,
              candidate.fromVersion(),
              MemberState.PENDING,
              false,
              "",
              0,
              now(),
              ""));
    }
    if (members.stream().allMatch(Member::critical)) {
      throw new KmException(
          Problem.CONFLICT,
          members.isEmpty()
              ? "no project would be switched: none follows runtime "
                  + wish.runtime()
                  + ", or all have version "
                  + wish.version()
              : "all projects of " + wish.runtime() + " are critical: there is none to begin with");
    }
    members.sort(
        Comparator.comparing(Member::critical)
            .thenComparing(m -> RolloutRules.turn(wish.runtime(), wish.version(), m.project())));
    List<Member> ordered = new ArrayList<>();
    for (Member m : members) {
      ordered.add(
          new Member(
              m.project(),
              ordered.size(),
              m.critical(),
              m.fromVersion(),
              m.state(),
              false,
              "",
              0,
              m.since(),
              ""));
    }
    return ordered;
  }

  @Override
  public List<Rollout> list(int limit) throws KmException {
    return database.transact(t -> RolloutRows.list(t, Math.max(1, Math.min(limit, MOST))));
  }

  @Override
  public Rollout get(long id) throws KmException {
    return database.transact(t -> RolloutRows.find(t, id)).orElseThrow(() -> missing(id));
  }

  @Override
  public Rollout order(long id, RolloutMoves.Cause cause, String actor) throws KmException {
    RolloutState to =
        switch (cause) {
          case PAUSE -> RolloutState.PAUSED;
          case RESUME -> RolloutState.RUNNING;
          case ABORT -> RolloutState.ABORTED;
          case ROLLBACK -> RolloutState.ROLLING_BACK;
          case FAILURES, FINISHED ->
              throw new IllegalArgumentException(cause + " is not an operator's order");
        };
    Rollout seen = get(id);
    return told(
        database.transact(
            t -> {
              VersionRows.lock(t, seen.runtime());
              Rollout before = RolloutRows.lock(t, id).orElseThrow(() -> missing(id));
              return before.state() == to
                  ? new Done(before, Optional.empty())
                  : move(t, before, to, cause, "ordered by " + actor, actor);
            }));
  }

  /** What a transaction left, and its line in the audit. */
  private record Done(Rollout rollout, Optional<LifecycleEvent> event) {}

  private Rollout told(Done done) {
    done.event.ifPresent(event -> events.committed(event.id()));
    return done.rollout;
  }

  private Done done(Handle transaction, Rollout rollout, NewEvent event) {
    return new Done(rollout, events.append(transaction, event));
  }

  private Done move(
      Handle transaction,
      Rollout before,
      RolloutState to,
      RolloutMoves.Cause cause,
      String reason,
      String actor)
      throws KmException {
    long id = before.id();
    RolloutMoves.check(id, before.state(), to, cause);
    RolloutRows.move(transaction, id, to, reason, tolerant(before, cause), now());
    if (to == RolloutState.COMPLETED) {
      VersionRows.makeCurrent(transaction, before.runtime(), before.version(), now());
    }
    if (to.over()) {
      MemberRows.skipPending(transaction, id, now());
      MemberRows.letGo(transaction, before.runtime());
    }
    Rollout after = RolloutRows.find(transaction, id).orElseThrow();
    String kind =
        switch (cause) {
          case RESUME -> "rollout.resumed";
          default -> "rollout." + to.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        };
    return done(transaction, after, event(after, kind, actor, reason));
  }

  /** why: who lets it go on has seen the failures so far */
  private static RolloutPlan tolerant(Rollout rollout, RolloutMoves.Cause cause) {
    RolloutPlan plan = rollout.plan();
    if (cause != RolloutMoves.Cause.RESUME || rollout.failures() <= plan.maxFailures()) {
      return plan;
    }
    return new RolloutPlan(
        plan.steps(),
        plan.observe(),
        (int) rollout.failures(),
        plan.maxErrorPercent(),
        plan.onFailure(),
        plan.wake(),
        plan.parallel());
  }

  // ---- the driver's side ----

  /** The roll-outs that this node drives now. */
  List<Long> leased() throws KmException {
    return database.transact(t -> RolloutRows.lease(t, settings.node()));
  }

  /**
   * Does what only changes rows.
   *
   * @param seen what the action was decided on
   * @param generation the process under observation from now on, for OBSERVING
   * @return false if it is not as it was seen any more, or another node drives it: nothing changed
   */
  boolean apply(Rollout seen, RolloutAction action, long generation) throws KmException {
    Optional<Done> done =
        database.transact(
            t -> {
              VersionRows.lock(t, seen.runtime());
              Rollout now = RolloutRows.lock(t, seen.id()).orElseThrow(() -> missing(seen.id()));
              boolean asSeen =
                  now.state() == seen.state()
                      && now.step() == seen.step()
                      && RolloutRows.drives(t, seen.id(), settings.node());
              if (!asSeen) {
                return Optional.empty();
              }
              if (action instanceof RolloutAction.Become become) {
                return become(t, seen, now, become, generation);
              }
              if (action instanceof RolloutAction.Move move) {
                return Optional.of(
                    move(t, now, move.to(), move.cause(), move.reason(), StoredEvents.BERTH));
              }
              RolloutRows.nextStep(t, now.id(), now());
              Rollout after = RolloutRows.find(t, now.id()).orElseThrow();
              String reason =
                  "step " + (after.step() + 1) + ", up to " + after.quota() + " projects";
              return Optional.of(
                  done(t, after, event(after, "rollout.step", StoredEvents.BERTH, reason)));
            });
    done.ifPresent(this::told);
    return done.isPresent();
  }

  private Optional<Done> become(
      Handle transaction, Rollout seen, Rollout now, RolloutAction.Become become, long generation) {
    Member before = member(seen, become);
    if (member(now, become).state() != before.state()
        || !before.state().mayBecome(become.state())) {
      return Optional.empty();
    }
    Member after =
        new Member(
            before.project(),
            before.ordinal(),
            before.critical(),
            before.fromVersion(),
            become.state(),
            become.failed(),
            become.reason(),
            become.state() == MemberState.OBSERVING ? generation : before.generation(),
            now(),
            "");
    MemberRows.update(transaction, seen.id(), after);
    if (become.state() == MemberState.SWITCHING) {
      MemberRows.hold(transaction, before.project(), seen.runtime(), seen.version());
    } else if (become.state() == MemberState.RETURNING) {
      MemberRows.hold(transaction, before.project(), seen.runtime(), before.fromVersion());
    }
    boolean fails = become.failed() && become.state() == MemberState.RETURNING;
    String kind = fails ? "failed" : become.state().name().toLowerCase(java.util.Locale.ROOT);
    NewEvent line = event(seen, "rollout." + kind, StoredEvents.BERTH, become.reason());
    NewEvent ofProject =
        new NewEvent(
                line.kind(),
                Optional.of(before.project()),
                after.generation(),
                line.actor(),
                line.reason())
            .with(line.details());
    return Optional.of(done(transaction, now, ofProject));
  }

  private static Member member(Rollout rollout, RolloutAction.Become become) {
    return rollout.members().stream()
        .filter(m -> m.project().equals(become.project()))
        .findFirst()
        .orElseThrow();
  }

  private static NewEvent event(Rollout rollout, String kind, String actor, String reason) {
    Map<String, String> details = new HashMap<>();
    details.put("rollout", Long.toString(rollout.id()));
    details.put("runtime", rollout.runtime());
    details.put("version", Integer.toString(rollout.version()));
    return new NewEvent(kind, Optional.empty(), 0, actor, reason).with(details);
  }

  private static KmException missing(long id) {
    return new KmException(
        Problem.NO_SUCH_ROLLOUT,
        "no roll-out " + id + "; berth rollout list shows those there are");
  }

  private Instant now() {
    return clock.instant();
  }
}
