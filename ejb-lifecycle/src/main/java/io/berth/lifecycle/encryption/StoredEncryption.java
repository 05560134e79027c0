package io.berth.lifecycle.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.KeyRow.Wrapped;
import io.berth.lifecycle.project.StoredProjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What PostgreSQL says about keys, and the way to those who change them. Any thread. */
final class StoredEncryption implements Encryption {
  private final Database database;
  private final StoredProjects projects;
  private final MasterKeys masters;
  private final boolean forNewProjects;
  private final KeyChanges changes;
  private final MasterRotation rotation;
  private final Executor executor;

  StoredEncryption(
      Database database,
      StoredProjects projects,
      MasterKeys masters,
      boolean forNewProjects,
      KeyChanges changes,
      MasterRotation rotation,
      Executor executor) {
    this.database = database;
    this.projects = projects;
    this.masters = masters;
    this.forNewProjects = forNewProjects;
    this.changes = changes;
    this.rotation = rotation;
    this.executor = executor;
  }

  @Override
  public State state(ProjectId project) throws KmException {
    projects.require(project);
    return database
        .transact(t -> KeyRows.find(t, project))
        .map(StoredEncryption::state)
        .orElseGet(() -> new State(project, 0, Optional.empty(), Optional.empty()));
  }

  private static State state(KeyRow row) {
    return new State(
        row.project(),
        row.key().map(Wrapped::version).orElse(0),
        row.key().map(Wrapped::master),
        row.change().map(KeyRow.Change::kind));
  }

  @Override
  public Summary summary() throws KmException {
    List<String> here = masters.all().stream().map(MasterKey::id).toList();
    Set<String> known = new HashSet<>(here);
    List<Wrapping> wrappings =
        database.transact(
            t ->
                t.createQuery(
                        """
                        SELECT master, count(*) FROM project_key WHERE master IS NOT NULL
                        GROUP BY master ORDER BY master
                        """)
                    .map(
                        (r, c) ->
                            new Wrapping(
                                r.getString(1), r.getLong(2), known.contains(r.getString(1))))
                    .list());
    List<State> changing = new ArrayList<>();
    database.transact(KeyRows::changing).forEach(row -> changing.add(state(row)));
    return new Summary(forNewProjects, here.stream().findFirst(), wrappings, changing);
  }

  @Override
  public CompletionStage<State> change(ProjectId project, KeyChange kind, String actor) {
    return Stages.supply(
        executor,
        () -> {
          changes.change(project, kind, actor);
          return state(project);
        });
  }

  @Override
  public Rotation rotateMaster(String actor) throws KmException {
    return rotation.rotate(actor);
  }
}
