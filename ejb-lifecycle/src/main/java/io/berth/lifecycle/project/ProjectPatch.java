package io.berth.lifecycle.project;

import java.util.Map;
import java.util.Optional;

/**
 * A change to a project: what is empty stays. A setting whose value is empty goes back to its
 * default.
 *
 * @param process where it is to live from now on
 * @param reason why, for the audit of a move
 */
public record ProjectPatch(
    Optional<String> name,
    Optional<String> runtime,
    Map<String, Optional<String>> settings,
    Optional<ProcessKind> process,
    Optional<String> reason) {
  public ProjectPatch {
    settings = Map.copyOf(settings);
  }

  /** One that leaves it where it lives. */
  public ProjectPatch(
      Optional<String> name, Optional<String> runtime, Map<String, Optional<String>> settings) {
    this(name, runtime, settings, Optional.empty(), Optional.empty());
  }
}
