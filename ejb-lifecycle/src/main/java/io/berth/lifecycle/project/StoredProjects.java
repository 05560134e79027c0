package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.runtime.RuntimeRef;
import io.berth.lifecycle.runtime.StoredRuntimes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/**
 * The projects in PostgreSQL, with short-lived copies in memory. Called on any thread; each change
 * and its audit are one transaction. Removal is the work of {@link ProjectRemoval}.
 */
public final class StoredProjects implements ProjectRegistry {
  private static final int MOST = 1_000;

  private final Database database;
  private final StoredEvents events;
  private final ProjectRules rules;
  private final ProjectRemoval removal;
  private final InstantSource clock;
  private final ProjectCopies copies;

  public StoredProjects(
      Database database,
      StoredEvents events,
      ProjectRules rules,
      ProjectRemoval removal,
      InstantSource clock,
      LongSupplier nanos) {
    this.database = database;
    this.events = events;
    this.rules = rules;
    this.removal = removal;
    this.clock = clock;
    this.copies = new ProjectCopies(nanos);
  }

  @Override
  public Created create(NewProject wish, String actor) throws KmException {
    Project project =
        new Project(
            wish.id(),
            wish.name().orElse(wish.id().value()),
            wish.runtime().orElse(KmRuntime.BUILT_IN),
            wish.settings(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            wish.process().orElse(ProcessKind.DEDICATED));
    rules.check(project);
    record Outcome(Created created, Optional<LifecycleEvent> event) {}

    Outcome outcome =
        database.transact(
            t -> {
              requireRuntime(t, project.runtime());
              if (ProjectRows.insert(t, project)) {
                LifecycleEvent event =
                    events.append(t, event("project.created", project, actor)).orElseThrow();
                return new Outcome(new Created(project, true), Optional.of(event));
              }
              return new Outcome(new Created(same(t, project), false), Optional.empty());
            });
    copies.changed(project.id());
    outcome.event.ifPresent(event -> events.committed(event.id()));
    return outcome.created;
  }

  private static Project same(Handle transaction, Project wish) throws KmException {
    Project there =
        ProjectRows.find(transaction, wish.id())
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.CONFLICT,
                        "project " + wish.id() + " is being removed; try again when it is gone"));
    if (there.name().equals(wish.name())
        && there.runtime().equals(wish.runtime())
        && there.settings().equals(wish.settings())
        && there.process() == wish.process()) {
      return there;
    }
    throw new KmException(
        Problem.CONFLICT,
        "project " + wish.id() + " exists with other content; change it with PATCH");
  }

  @Override
  public Optional<Project> find(ProjectId id) throws KmException {
    Optional<Optional<Project>> copy = copies.get(id);
    if (copy.isPresent()) {
      return copy.get();
    }
    long changes = copies.changes();
    Optional<Project> read = database.transact(t -> ProjectRows.find(t, id));
    copies.put(id, read, changes);
    return read;
  }

  /** What {@link #find} would answer without the database; empty if it would have to ask. */
  public Optional<Optional<Project>> findCopy(ProjectId id) {
    return copies.get(id);
  }

  /** The project, or the failure that says that there is none. */
  public Project require(ProjectId id) throws KmException {
    return find(id).orElseThrow(() -> missing(id));
  }

  @Override
  public List<Project> list(Optional<String> text, Optional<ProjectId> after, int limit)
      throws KmException {
    int bounded = Math.max(1, Math.min(limit, MOST));
    return database.transact(t -> ProjectRows.list(t, text, after, bounded));
  }

  @Override
  public long count() throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT count(*) FROM project WHERE removing IS NULL")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Project patch(ProjectId id, ProjectPatch patch, String actor) throws KmException {
    record Outcome(Project project, Optional<LifecycleEvent> event) {}

    Outcome outcome =
        database.transact(
            t -> {
              Project before = ProjectRows.lock(t, id).orElseThrow(() -> missing(id));
              Project after = patched(before, patch);
              if (after.equals(before)) {
                return new Outcome(after, Optional.empty());
              }
              rules.check(after);
              requireRuntime(t, after.runtime());
              ProjectRows.update(t, after, now());
              NewEvent change =
                  after.process() == before.process()
                      ? event("project.changed", after, actor)
                      : moved(after, patch.reason(), actor);
              return new Outcome(after, events.append(t, change));
            });
    copies.changed(id);
    outcome.event.ifPresent(event -> events.committed(event.id()));
    return outcome.project;
  }

  private static Project patched(Project before, ProjectPatch patch) {
    Map<String, String> settings = new HashMap<>(before.settings());
    patch
        .settings()
        .forEach(
            (key, value) ->
                value.ifPresentOrElse(v -> settings.put(key, v), () -> settings.remove(key)));
    return new Project(
        before.id(),
        patch.name().orElse(before.name()),
        patch.runtime().orElse(before.runtime()),
        settings,
        before.createdAt(),
        patch.process().orElse(before.process()));
  }

  @Override
  public void remove(ProjectId id, boolean deleteData, String actor) throws KmException {
    try {
      removal.remove(id, deleteData, actor, () -> copies.changed(id));
    } finally {
      copies.changed(id);
    }
  }

  private static void requireRuntime(Handle transaction, String name) throws KmException {
    StoredRuntimes.hold(transaction, RuntimeRef.parse(name));
  }

  private Instant now() {
    return clock.instant();
  }

  private static NewEvent event(String kind, Project project, String actor) {
    Map<String, String> details = new HashMap<>(project.settings());
    details.put("runtime", project.runtime());
    details.put("process", project.process().label());
    return new NewEvent(kind, Optional.of(project.id()), 0, actor, project.name()).with(details);
  }

  private static NewEvent moved(Project after, Optional<String> reason, String actor) {
    NewEvent change = event("project.moved", after, actor);
    return new NewEvent(
            change.kind(),
            change.project(),
            0,
            actor,
            "to a " + after.process().label() + " process: " + reason.orElse("asked for"))
        .with(change.details());
  }

  /** A change that somebody else made durable: what was read before is not used any more. */
  public void changedElsewhere(ProjectId id) {
    copies.changed(id);
  }

  /** The failure that says that there is no such project. */
  public static KmException missing(ProjectId id) {
    return new KmException(
        Problem.NO_SUCH_PROJECT, "no project " + id + "; berth project list shows those there are");
  }
}
