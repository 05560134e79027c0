package io.berth.lifecycle.project;

import java.util.Map;
import java.util.Optional;

/**
 * A change to a project: what is empty stays. A setting whose value is empty goes back to its
 * default.
 */
public record ProjectPatch(
    Optional<String> name, Optional<String> runtime, Map<String, Optional<String>> settings) {
  public ProjectPatch {
    settings = Map.copyOf(settings);
  }
}
