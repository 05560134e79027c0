package io.berth.lifecycle.encryption;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.encryption.KeyRow.Wrapped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which key a start of a project is given. A project of the built-in runtime without any data gets
 * its key here, durably before its first process runs, if new projects are to be encrypted. Called
 * in the transaction of a start, with the project locked.
 */
public final class ProjectKeys {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String DATABASE = "km.db";

  private final MasterKeys masters;
  private final boolean forNewProjects;
  private final InstantSource clock;

  ProjectKeys(MasterKeys masters, boolean forNewProjects, InstantSource clock) {
    this.masters = masters;
    this.forNewProjects = forNewProjects;
    this.clock = clock;
  }

  /**
   * The key for a start.
   *
   * @throws KmException when it is being changed, or no master key opens it
   */
  public Optional<DataKey> forStart(
      Handle transaction, ProjectId project, KmRuntime runtime, Path folder) throws KmException {
    if (!runtime.builtIn()) {
      return Optional.empty(); // why: what a foreign program keeps is its own
    }
    Optional<KeyRow> row = KeyRows.find(transaction, project);
    if (row.isEmpty()) {
      return forNewProjects && !Files.exists(folder.resolve(DATABASE))
          ? Optional.of(first(transaction, project))
          : Optional.empty();
    }
    if (row.get().change().isPresent()) {
      KeyRow.Change change = row.get().change().get();
      throw new KmException(
          Problem.UNAVAILABLE,
          "project "
              + project
              + " does not start while node "
              + change.node()
              + " changes its key ("
              + change.kind().label()
              + "); berth key show says what is under way",
          SOON,
          null);
    }
    return Optional.of(unwrap(project, row.get().key().orElseThrow()));
  }

  private DataKey first(Handle transaction, ProjectId project) throws KmException {
    MasterKey master = masters.current();
    Wrapped key = made(master, project, 1);
    Instant now = clock.instant();
    KeyRows.insert(transaction, project, key, now);
    return unwrap(project, key);
  }

  /** A new key for a project. */
  static Wrapped made(MasterKey master, ProjectId project, int version) {
    return new Wrapped(version, master.id(), master.wrapNew(project, version));
  }

  /** Opens a key. */
  DataKey unwrap(ProjectId project, Wrapped key) throws KmException {
    MasterKey master = masters.of(key.master(), "project " + project);
    try {
      return master.unwrap(key.bytes(), project, key.version());
    } catch (GeneralSecurityException e) {
      throw damaged(project, master, e);
    }
  }

  static KmException damaged(ProjectId project, MasterKey master, GeneralSecurityException e) {
    return new KmException(
        Problem.UNAVAILABLE,
        "the key of project "
            + project
            + " in the database is damaged, or another project's: it does not open with master key "
            + master.id()
            + "; put the row of project_key back from a backup",
        e);
  }

  /** Forgets the key of a project whose data is deleted. */
  public static void forget(Handle transaction, ProjectId project) {
    transaction.execute("DELETE FROM project_key WHERE project = ?", project.value());
  }

  /** Fails while the key of a project is being changed. */
  public static void requireQuiet(Handle transaction, ProjectId project) throws KmException {
    Optional<KeyRow.Change> change = KeyRows.find(transaction, project).flatMap(KeyRow::change);
    if (change.isPresent()) {
      throw new KmException(
          Problem.CONFLICT,
          "the key of project "
              + project
              + " is being changed ("
              + change.get().kind().label()
              + "); try again when that is over");
    }
  }
}
