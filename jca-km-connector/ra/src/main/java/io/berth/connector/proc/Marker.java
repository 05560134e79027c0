package io.berth.connector.proc;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.Optional;

/**
 * What every process of ours carries in its environment, so that it can be found, and proved to be
 * ours, even if its record was lost. Its children inherit it.
 */
public record Marker(String installation, String node, ProjectId project, long generation)
    implements Mark {
  static final String INSTALLATION = "BERTH_INSTALLATION";
  static final String NODE = "BERTH_NODE";
  static final String PROJECT = "BERTH_PROJECT";
  static final String GENERATION = "BERTH_GENERATION";

  /** The marker in an environment; empty unless all four parts are there and valid. */
  public static Optional<Marker> of(Map<String, String> environment) {
    String installation = environment.get(INSTALLATION);
    String node = environment.get(NODE);
    String project = environment.get(PROJECT);
    String generation = environment.get(GENERATION);
    if (installation == null || node == null || !ProjectId.isValid(project) || generation == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Marker(installation, node, new ProjectId(project), Long.parseLong(generation)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void writeTo(Map<String, String> environment) {
    environment.put(INSTALLATION, installation);
    environment.put(NODE, node);
    environment.put(PROJECT, project.value());
    environment.put(GENERATION, Long.toString(generation));
  }
}
