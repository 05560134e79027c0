package io.berth.lifecycle.project;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.Optional;

/** What a caller says of a project it wants registered; what is empty gets a default. */
public record NewProject(
    ProjectId id,
    Optional<String> name,
    Optional<String> runtime,
    Map<String, String> settings,
    Optional<ProcessKind> process) {
  public NewProject {
    settings = Map.copyOf(settings);
  }

  /** One of which nobody says where it lives. */
  public NewProject(
      ProjectId id, Optional<String> name, Optional<String> runtime, Map<String, String> settings) {
    this(id, name, runtime, settings, Optional.empty());
  }
}
