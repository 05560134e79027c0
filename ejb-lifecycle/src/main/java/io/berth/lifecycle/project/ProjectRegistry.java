package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * Which projects there are. PostgreSQL is behind it; what it answers with success is durable. Every
 * change is audited with the actor's name. Blocks on the database.
 */
public interface ProjectRegistry {
  /** The outcome of {@link #create}: the project, and whether this call made it. */
  record Created(Project project, boolean isNew) {}

  /**
   * Registers a project; the same again is no change.
   *
   * @throws KmException CONFLICT if it exists with other content, INVALID for an unknown setting,
   *     NO_SUCH_RUNTIME
   */
  Created create(NewProject project, String actor) throws KmException;

  /** The project, from a short-lived copy in memory where there is one. */
  Optional<Project> find(ProjectId id) throws KmException;

  /**
   * At most {@code limit} projects in the order of their ids.
   *
   * @param text only those whose id or name contains it
   * @param after only those whose id is greater: the cursor
   */
  List<Project> list(Optional<String> text, Optional<ProjectId> after, int limit)
      throws KmException;

  /** How many there are. */
  long count() throws KmException;

  /**
   * Changes a project; settings of a running KM take effect at its next start, idle settings at
   * once.
   *
   * @throws KmException NO_SUCH_PROJECT, INVALID, NO_SUCH_RUNTIME
   */
  Project patch(ProjectId id, ProjectPatch patch, String actor) throws KmException;

  /**
   * Stops its process and forgets it; with {@code deleteData} its folder goes too.
   *
   * @throws KmException NO_SUCH_PROJECT, or what kept the process from ending
   */
  void remove(ProjectId id, boolean deleteData, String actor) throws KmException;
}
