package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            t.createQuery("SELECT name, definition FROM runtime ORDER BY name <> 'built-in', name")
                .map((row, c) -> RuntimeJson.read(row.getString(1), row.getString(2)))
                .list());
  }

  @Override
  public Optional<KmRuntime> find(String name) throws KmException {
    return database.transact(t -> find(t, name));
  }

  /** One of them, within a transaction. */
  public static Optional<KmRuntime> find(Handle transaction, String name) {
    return transaction
        .createQuery("SELECT definition FROM runtime WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> RuntimeJson.read(name, row.getString(1)))
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

  @Override
  public boolean save(KmRuntime runtime, String actor) throws KmException {
    RuntimeRules.check(runtime);
    record Saved(boolean isNew, LifecycleEvent event) {}

    Saved saved =
        database.transact(
            t -> {
              boolean isNew = write(t, runtime);
              NewEvent event =
                  event(isNew ? "runtime.added" : "runtime.changed", runtime.name(), actor);
              return new Saved(isNew, events.append(t, event).orElseThrow());
            });
    events.committed(saved.event.id());
    return saved.isNew;
  }

  private boolean write(Handle transaction, KmRuntime runtime) {
    // why: xmax is 0 exactly for a row that this statement inserted
    return transaction
        .createQuery(
            """
            INSERT INTO runtime (name, definition, updated_at)
            VALUES (:name, CAST(:definition AS jsonb), :now)
            ON CONFLICT (name) DO UPDATE
            SET definition = excluded.definition, updated_at = excluded.updated_at
            RETURNING xmax = 0
            """)
        .bind("name", runtime.name())
        .bind("definition", RuntimeJson.write(runtime))
        .bind("now", clock.instant())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void remove(String name, String actor) throws KmException {
    RuntimeRules.mayChange(name);
    LifecycleEvent event =
        database.transact(
            t -> {
              // why: the row lock makes a concurrent project that wants to refer to it wait
              t.createQuery("SELECT name FROM runtime WHERE name = :name FOR UPDATE")
                  .bind("name", name)
                  .mapTo(String.class)
                  .findOne()
                  .orElseThrow(() -> missing(name));
              refuseIfUsed(t, name);
              t.execute("DELETE FROM runtime WHERE name = ?", name);
              return events.append(t, event("runtime.removed", name, actor)).orElseThrow();
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

  private static NewEvent event(String kind, String name, String actor) {
    return new NewEvent(kind, Optional.empty(), 0, actor, "runtime " + name)
        .with(Map.of("runtime", name));
  }
}
