package io.berth.lifecycle.encryption;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.KeyRow.Change;
import io.berth.lifecycle.encryption.KeyRow.Wrapped;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRows;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.runtime.RuntimeRef;
import io.berth.lifecycle.settings.BerthSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Changes the keys of projects, in steps that a crash may interrupt anywhere: the key to come is
 * durable in PostgreSQL (from then on nothing starts the project), the process is ended, the
 * database is written anew and renamed, the key to come becomes the key. Neither key is forgotten
 * before it is known which one the database has. Blocks its caller.
 */
public final class KeyChanges {
  private static final Logger LOG = System.getLogger(KeyChanges.class.getName());
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Database database;
  private final StoredEvents events;
  private final Connector connector;
  private final BerthSettings settings;
  private final MasterKeys masters;
  private final ProjectKeys keys;
  private final InstantSource clock;
  private final Set<ProjectId> underWay = ConcurrentHashMap.newKeySet();

  KeyChanges(
      Database database,
      StoredEvents events,
      Connector connector,
      BerthSettings settings,
      MasterKeys masters,
      ProjectKeys keys,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.connector = connector;
    this.settings = settings;
    this.masters = masters;
    this.keys = keys;
    this.clock = clock;
  }

  /** Does it, or finds that it is done. */
  void change(ProjectId project, KeyChange kind, String actor) throws KmException {
    if (!underWay.add(project)) {
      throw new KmException(
          Problem.CONFLICT, "the key of project " + project + " is being changed already");
    }
    try {
      Optional<KeyRow> begun = begin(project, kind, actor);
      if (begun.isPresent()) {
        carryOut(begun.get(), actor);
      }
    } finally {
      underWay.remove(project);
    }
  }

  /** Goes on with what an interruption left, in the background. Called at the boot and again. */
  public void finishInterrupted(Executor executor) throws KmException {
    List<KeyRow> left = database.transact(t -> KeyRows.changing(t, settings.node()));
    for (KeyRow row : left) {
      Change change = row.change().orElseThrow();
      if (!underWay.contains(row.project())) {
        executor.execute(() -> again(row.project(), change.kind()));
      }
    }
  }

  private void again(ProjectId project, KeyChange kind) {
    try {
      change(project, kind, StoredEvents.BERTH);
    } catch (KmException e) {
      LOG.log(Level.WARNING, "the key of {0} is still being changed: {1}", project, e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the key of " + project + " is still being changed", e);
    }
  }

  /** Empty when there is nothing to do. */
  private Optional<KeyRow> begin(ProjectId id, KeyChange kind, String actor) throws KmException {
    record Begun(Optional<KeyRow> row, Optional<LifecycleEvent> event) {}

    Begun begun =
        database.transact(
            t -> {
              Project project =
                  ProjectRows.lock(t, id).orElseThrow(() -> StoredProjects.missing(id));
              Optional<KeyRow> row = KeyRows.find(t, id);
              Optional<Change> left = row.flatMap(KeyRow::change);
              if (left.isPresent()) {
                requireSame(id, left.get(), kind);
                return new Begun(row, Optional.empty());
              }
              if (row.isPresent() ? kind == KeyChange.ENCRYPT : kind == KeyChange.DECRYPT) {
                return new Begun(Optional.empty(), Optional.empty());
              }
              requirePossible(row, kind, project);
              KeyRows.begin(t, id, next(row, id, kind), clock.instant());
              return new Begun(KeyRows.find(t, id), events.append(t, ordered(id, kind, actor)));
            });
    begun.event.ifPresent(event -> events.committed(event.id()));
    return begun.row;
  }

  private Change next(Optional<KeyRow> row, ProjectId id, KeyChange kind) throws KmException {
    int version = row.flatMap(KeyRow::key).map(Wrapped::version).orElse(0) + 1;
    return new Change(
        kind,
        settings.node(),
        kind == KeyChange.DECRYPT
            ? Optional.empty()
            : Optional.of(ProjectKeys.made(masters.current(), id, version)));
  }

  private void requireSame(ProjectId id, Change left, KeyChange kind) throws KmException {
    if (left.kind() != kind || !left.node().equals(settings.node())) {
      throw new KmException(
          Problem.CONFLICT,
          "node "
              + left.node()
              + " changes the key of project "
              + id
              + " ("
              + left.kind().label()
              + "); that must be over first");
    }
  }

  private static NewEvent ordered(ProjectId id, KeyChange kind, String actor) {
    return new NewEvent("project." + kind.label() + "-ordered", Optional.of(id), 0, actor, "");
  }

  private void carryOut(KeyRow row, String actor) throws KmException {
    ProjectId id = row.project();
    Change change = row.change().orElseThrow();
    Duration patience = settings.stop().drainTimeout().plus(settings.stop().timeout()).plus(MARGIN);
    Stages.await(
        connector.processes().stop(id, StopReason.OPERATOR, snapshot -> true),
        patience,
        "the end of the process of " + id);
    RecodeOrder.Result result = recode(row, change);
    if (result.outcome() == RecodeOrder.Outcome.RECODED) {
      finish(id, change, actor);
      return;
    }
    if (result.outcome() == RecodeOrder.Outcome.UNCHANGED) {
      cancel(id, change, result.why(), actor);
    }
    throw new KmException(
        Problem.UNAVAILABLE,
        "project " + id + " is not " + change.kind().done() + ": " + result.why());
  }

  private RecodeOrder.Result recode(KeyRow row, Change change) throws KmException {
    ProjectId id = row.project();
    Optional<DataKey> from = unwrap(id, row.key());
    Optional<DataKey> to = Optional.empty();
    try {
      to = unwrap(id, change.next());
      return connector
          .processes()
          .recode(
              new RecodeOrder(
                  id, settings.data().resolve("projects").resolve(id.value()), from, to));
    } finally {
      from.ifPresent(DataKey::destroy);
      to.ifPresent(DataKey::destroy);
    }
  }

  private Optional<DataKey> unwrap(ProjectId id, Optional<Wrapped> key) throws KmException {
    return key.isEmpty() ? Optional.empty() : Optional.of(keys.unwrap(id, key.get()));
  }

  private void finish(ProjectId id, Change change, String actor) throws KmException {
    int version = change.next().map(Wrapped::version).orElse(0);
    NewEvent event =
        new NewEvent("project." + change.kind().done(), Optional.of(id), 0, actor, "")
            .with(Map.of("keyVersion", Integer.toString(version)));
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              if (!KeyRows.finish(t, id, change, clock.instant())) {
                throw new IllegalStateException("the change of the key of " + id + " is gone");
              }
              return events.append(t, event);
            });
    written.ifPresent(e -> events.committed(e.id()));
  }

  private void cancel(ProjectId id, Change change, String why, String actor) throws KmException {
    NewEvent event =
        new NewEvent(
            "project." + change.kind().label() + "-failed", Optional.of(id), 0, actor, why);
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              KeyRows.cancel(t, id, change.node(), clock.instant());
              return events.append(t, event);
            });
    written.ifPresent(e -> events.committed(e.id()));
  }

  private static void requirePossible(Optional<KeyRow> row, KeyChange kind, Project project)
      throws KmException {
    if (row.isEmpty() && kind == KeyChange.REKEY) {
      throw new KmException(
          Problem.CONFLICT,
          "project "
              + project.id()
              + " is not encrypted; berth project encrypt "
              + project.id()
              + " does that");
    }
    if (kind == KeyChange.ENCRYPT
        && !RuntimeRef.nameIn(project.runtime()).equals(KmRuntime.BUILT_IN)) {
      throw new KmException(
          Problem.INVALID,
          "project "
              + project.id()
              + " has runtime "
              + project.runtime()
              + ": only the built-in one encrypts, what a program of yours keeps is its own");
    }
  }
}
