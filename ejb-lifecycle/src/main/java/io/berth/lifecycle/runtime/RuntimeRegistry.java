package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * Which runtimes there are: the built-in one, which nobody can change, and those that operators
 * added. Blocks on the database.
 */
public interface RuntimeRegistry {
  /** All of them, the built-in first, then by name. */
  List<KmRuntime> list() throws KmException;

  /** One of them, in its current version. */
  Optional<KmRuntime> find(String name) throws KmException;

  /** What a start of this project takes now: pinned, held by a roll-out, or current. */
  Optional<KmRuntime> ofProject(ProjectId project) throws KmException;

  /**
   * Every version of one of them, the newest first.
   *
   * @throws KmException NO_SUCH_RUNTIME
   */
  List<RuntimeVersion> versions(String name) throws KmException;

  /**
   * What came of {@link #save}.
   *
   * @param isNew whether there was none of that name
   * @param runtime as it was saved, with its version
   * @param current the version that starts take now
   */
  record Saved(boolean isNew, KmRuntime runtime, int current) {}

  /**
   * Adds one, or a version of one; processes that run go on as they are. The same as the current
   * version is no change.
   *
   * @param activate whether starts take it from now on; the first version is always taken
   * @throws KmException CONFLICT for the built-in one and, to activate, while a roll-out of it is
   *     under way; INVALID
   */
  Saved save(KmRuntime runtime, boolean activate, String actor) throws KmException;

  /** Adds one, or a version that starts take from now on. */
  default boolean save(KmRuntime runtime, String actor) throws KmException {
    return save(runtime, true, actor).isNew();
  }

  /**
   * Removes one.
   *
   * @throws KmException NO_SUCH_RUNTIME, CONFLICT while a project uses it
   */
  void remove(String name, String actor) throws KmException;
}
