package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import java.util.List;
import java.util.Optional;

/**
 * Which runtimes there are: the built-in one, which nobody can change, and those that operators
 * added. Blocks on the database.
 */
public interface RuntimeRegistry {
  /** All of them, the built-in first, then by name. */
  List<KmRuntime> list() throws KmException;

  /** One of them. */
  Optional<KmRuntime> find(String name) throws KmException;

  /**
   * Adds or replaces one; processes that run go on as they are.
   *
   * @return whether it is new
   * @throws KmException CONFLICT for the built-in one, INVALID
   */
  boolean save(KmRuntime runtime, String actor) throws KmException;

  /**
   * Removes one.
   *
   * @throws KmException NO_SUCH_RUNTIME, CONFLICT while a project uses it
   */
  void remove(String name, String actor) throws KmException;
}
