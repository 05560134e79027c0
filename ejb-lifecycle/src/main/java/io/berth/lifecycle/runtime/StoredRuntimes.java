package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The runtimes in PostgreSQL. Called on any thread; each change and its audit are one transaction.
 */
public final class StoredRuntimes implements RuntimeRegistry {
  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;

  public StoredRuntimes(Database database, StoredEvents events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<KmRuntime> list() throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    "SELECT name, definition, version FROM runtime ORDER BY name <> 'built-in', name")
                .map((r, c) -> RuntimeJson.read(r.getString(1), r.getString(2)).at(r.getInt(3)))
                .list());
  }

  @Override
  public Optional<KmRuntime> find(String name) throws KmException {
    return database.transact(t -> find(t, name));
  }

  @Override
  public Optional<KmRuntime> ofProject(ProjectId project) throws KmException {
    return database.transact(t -> VersionRows.ofProject(t, project));
  }

  @Override
  public List<RuntimeVersion> versions(String name) throws KmException {
    return database.transact(
        t -> {
          find(t, name).orElseThrow(() -> missing(name));
          return VersionRows.list(t, name);
        });
  }

  /** One of them in its current version, within a transaction. */
  static Optional<KmRuntime> find(Handle transaction, String name) {
    return transaction
        .createQuery("SELECT definition, version FROM runtime WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> RuntimeJson.read(name, row.getString(1)).at(row.getInt(2)))
        .findOne();
  }

  /** Makes sure that it is there, and stays until the transaction is over. */
  public static void hold(Handle transaction, String name) throws KmException {
    transaction
        .createQuery("SELECT name FROM runtime WHERE name = :name FOR KEY SHARE")
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() -> missing(name));
  }

  /** The same for a reference, which may name a version. */
  public static void hold(Handle transaction, RuntimeRef ref) throws KmException {
    hold(transaction, ref.name());
    if (ref.version().isPresent()
        && VersionRows.find(transaction, ref.name(), ref.version().getAsInt()).isEmpty()) {
      throw noVersion(ref.name(), ref.version().getAsInt());
    }
  }

  @Override
  public Saved save(KmRuntime runtime, boolean activate, String actor) throws KmException {
    RuntimeRules.check(runtime);
    record Outcome(Saved saved, Optional<LifecycleEvent> event) {}

    Outcome outcome =
        database.transact(
            t -> {
              Written written = write(t, runtime, activate, actor);
              Saved saved = written.saved();
              String kind = saved.isNew() ? "runtime.added" : "runtime.changed";
              return new Outcome(
                  saved,
                  written.changed()
                      ? events.append(t, event(kind, saved.runtime(), actor))
                      : Optional.empty());
            });
    outcome.event.ifPresent(event -> events.committed(event.id()));
    return outcome.saved;
  }

  private record Written(Saved saved, boolean changed) {}

  /** A definition that was there before is that version, not a new one. */
  private Written write(Handle transaction, KmRuntime runtime, boolean activate, String actor)
      throws KmException {
    String name = runtime.name();
    String definition = RuntimeJson.write(runtime);
    boolean isNew = insert(transaction, name, definition);
    int current = VersionRows.lock(transaction, name).orElseThrow(() -> missing(name));
    OptionalInt same = VersionRows.same(transaction, name, definition);
    boolean take = isNew || activate;
    if (same.isPresent() && (!take || same.getAsInt() == current)) {
      if (take && VersionRows.rollout(transaction, name).isEmpty()) {
        // why: after an aborted roll-out this is how all projects follow one version again
        VersionRows.letGo(transaction, name);
      }
      return new Written(new Saved(false, runtime.at(same.getAsInt()), current), false);
    }
    if (take) {
      refuseIfRolledOut(transaction, name);
    }
    int version =
        same.isPresent()
            ? same.getAsInt()
            : VersionRows.add(transaction, name, definition, actor, clock.instant());
    if (take) {
      VersionRows.makeCurrent(transaction, name, version, clock.instant());
      VersionRows.letGo(transaction, name);
    }
    return new Written(new Saved(isNew, runtime.at(version), take ? version : current), true);
  }

  private boolean insert(Handle transaction, String name, String definition) {
    return transaction.execute(
            """
            INSERT INTO runtime (name, definition, updated_at)
            VALUES (?, CAST(? AS jsonb), ?) ON CONFLICT (name) DO NOTHING
            """,
            name,
            definition,
            clock.instant())
        == 1;
  }

  private static void refuseIfRolledOut(Handle transaction, String name) throws KmException {
    Optional<Long> rollout = VersionRows.rollout(transaction, name);
    if (rollout.isPresent()) {
      throw new KmException(
          Problem.CONFLICT,
          "roll-out "
              + rollout.get()
              + " of runtime "
              + name
              + " is under way; wait for its end, or add the version without activating it");
    }
  }

  /**
   * Takes note of the built-in KM that this node carries, as a version like any other's. Called by
   * the boot.
   *
   * @param activate whether starts take it from now on, unless a roll-out is under way
   */
  public void registerBuiltIn(String content, boolean activate) throws KmException {
    KmRuntime runtime = KmRuntime.builtInRuntime().at(0, content);
    Optional<LifecycleEvent> event =
        database.transact(
            t -> {
              int current = VersionRows.lock(t, runtime.name()).orElse(0);
              String definition = RuntimeJson.write(runtime);
              OptionalInt known = VersionRows.same(t, runtime.name(), definition);
              Instant now = clock.instant();
              int version =
                  known.isPresent()
                      ? known.getAsInt()
                      : VersionRows.add(t, runtime.name(), definition, StoredEvents.BERTH, now);
              boolean free = VersionRows.rollout(t, runtime.name()).isEmpty();
              if (version != current && (current == 0 || activate && free)) {
                VersionRows.makeCurrent(t, runtime.name(), version, now);
                VersionRows.letGo(t, runtime.name());
              }
              return known.isPresent()
                  ? Optional.<LifecycleEvent>empty()
                  : events.append(
                      t, event("runtime.changed", runtime.at(version), StoredEvents.BERTH));
            });
    event.ifPresent(written -> events.committed(written.id()));
  }

  /** The contents of the built-in KM that a start may still ask for. Called by the boot. */
  public Set<String> wantedBuiltIn() throws KmException {
    return database.transact(
        t ->
            VersionRows.wanted(t, KmRuntime.builtInRuntime().name()).stream()
                .map(KmRuntime::content)
                .collect(Collectors.toSet()));
  }

  @Override
  public void remove(String name, String actor) throws KmException {
    RuntimeRules.mayChange(name);
    LifecycleEvent event =
        database.transact(
            t -> {
              KmRuntime runtime = find(t, name).orElseThrow(() -> missing(name));
              // why: the row lock makes a concurrent project that wants to refer to it wait
              t.createQuery("SELECT name FROM runtime WHERE name = :name FOR UPDATE")
                  .bind("name", name)
                  .mapTo(String.class)
                  .findOne()
                  .orElseThrow(() -> missing(name));
              refuseIfUsed(t, name);
              refuseIfRolledOut(t, name);
              t.execute("DELETE FROM runtime WHERE name = ?", name);
              return events.append(t, event("runtime.removed", runtime, actor)).orElseThrow();
            });
    events.committed(event.id());
  }

  private static void refuseIfUsed(Handle transaction, String name) throws KmException {
    List<String> users =
        transaction
            .createQuery("SELECT id FROM project WHERE runtime = :name ORDER BY id LIMIT 3")
            .bind("name", name)
            .mapTo(String.class)
            .list();
    if (!users.isEmpty()) {
      throw new KmException(
          Problem.CONFLICT,
          "runtime "
              + name
              + " is used by "
              + String.join(", ", users)
              + "; give these projects another runtime first");
    }
  }

  /** The failure that says that there is no such runtime. */
  public static KmException missing(String name) {
    return new KmException(
        Problem.NO_SUCH_RUNTIME,
        "no runtime " + name + "; berth runtime list shows those there are");
  }

  /** The failure that says that it has no such version. */
  public static KmException noVersion(String name, int version) {
    return new KmException(
        Problem.NO_SUCH_RUNTIME,
        "runtime "
            + name
            + " has no version "
            + version
            + "; berth runtime versions "
            + name
            + " shows those there are");
  }

  private static NewEvent event(String kind, KmRuntime runtime, String actor) {
    String name = runtime.name();
    return new NewEvent(
            kind, Optional.empty(), 0, actor, "runtime " + name + " version " + runtime.version())
        .with(Map.of("runtime", name, "version", Integer.toString(runtime.version())));
  }
}
