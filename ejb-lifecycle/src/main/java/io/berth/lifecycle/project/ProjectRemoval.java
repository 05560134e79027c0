package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.ProjectKeys;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.settings.BerthSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a project away in steps that a crash may interrupt anywhere: marked in PostgreSQL (from
 * then on nothing starts it), process ended, data deleted if that was asked, row deleted. The boot,
 * or another call, finishes what was left.
 */
public final class ProjectRemoval {
  private static final Logger LOG = System.getLogger(ProjectRemoval.class.getName());
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Database database;
  private final StoredEvents events;
  private final Connector connector;
  private final BerthSettings settings;

  public ProjectRemoval(
      Database database, StoredEvents events, Connector connector, BerthSettings settings) {
    this.database = database;
    this.events = events;
    this.connector = connector;
    this.settings = settings;
  }

  void remove(ProjectId id, boolean deleteData, String actor, Runnable marked) throws KmException {
    boolean delete = mark(id, deleteData);
    marked.run();
    finish(id, delete, actor);
  }

  /** Finishes the removals that a crash interrupted. Called once by the boot. */
  public void finishInterrupted() throws KmException {
    record Left(ProjectId id, boolean delete) {}

    List<Left> left =
        database.transact(
            t ->
                t.createQuery("SELECT id, removing FROM project WHERE removing IS NOT NULL")
                    .map(
                        (r, c) ->
                            new Left(
                                new ProjectId(r.getString(1)), r.getString(2).equals("delete")))
                    .list());
    for (Left project : left) {
      try {
        finish(project.id, project.delete, StoredEvents.BERTH);
      } catch (KmException e) {
        LOG.log(Level.WARNING, "the removal of " + project.id + " is still not complete", e);
      }
    }
  }

  /** Whether the data goes too: once that was asked, it stays so. */
  private boolean mark(ProjectId id, boolean deleteData) throws KmException {
    return database.transact(
        t -> {
          ProjectKeys.requireQuiet(t, id);
          return t.createQuery(
                  """
                    UPDATE project SET removing =
                      CASE WHEN removing = 'delete' OR :delete THEN 'delete' ELSE 'keep' END
                    WHERE id = :id RETURNING removing = 'delete'
                    """)
              .bind("id", id.value())
              .bind("delete", deleteData)
              .mapTo(Boolean.class)
              .findOne()
              .orElseThrow(() -> StoredProjects.missing(id));
        });
  }

  private void finish(ProjectId id, boolean deleteData, String actor) throws KmException {
    Duration patience = settings.stop().drainTimeout().plus(settings.stop().timeout()).plus(MARGIN);
    Stages.await(
        connector.processes().stop(id, StopReason.REMOVED, snapshot -> true),
        patience,
        "the end of the process of " + id);
    connector.processes().forget(id);
    if (deleteData) {
      deleteData(id);
    }
    NewEvent event =
        new NewEvent(
                "project.removed",
                Optional.of(id),
                0,
                actor,
                deleteData ? "data deleted" : "data kept")
            .with(Map.of("data", deleteData ? "deleted" : "kept"));
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              if (deleteData) {
                ProjectKeys.forget(t, id);
              }
              return t.execute(
                          "DELETE FROM project WHERE id = ? AND removing IS NOT NULL", id.value())
                      == 0
                  ? Optional.empty()
                  : events.append(t, event);
            });
    written.ifPresent(e -> events.committed(e.id()));
  }

  private void deleteData(ProjectId id) throws KmException {
    Path folder = settings.data().resolve("projects").resolve(id.value());
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new KmException(
          Problem.UNAVAILABLE,
          "project "
              + id
              + " is stopped, but its folder "
              + folder
              + " could not be deleted: "
              + e.getMessage()
              + "; remove it again when that is mended",
          e);
    }
  }
}
