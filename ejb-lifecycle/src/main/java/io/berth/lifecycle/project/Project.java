package io.berth.lifecycle.project;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Map;

/**
 * A registered project, as PostgreSQL has it.
 *
 * @param id its name
 * @param name what people call it; the id where nobody said
 * @param runtime the name of the runtime its KM is started with, {@code name@3} where it is pinned
 *     to a version
 * @param settings its own values of the per-project settings, keyed as in JSON ({@code
 *     idleTimeout})
 * @param createdAt when it was registered
 * @param process whether it has a process of its own
 */
public record Project(
    ProjectId id,
    String name,
    String runtime,
    Map<String, String> settings,
    Instant createdAt,
    ProcessKind process) {
  public Project {
    settings = Map.copyOf(settings);
  }

  /** One with a process of its own. */
  public Project(
      ProjectId id, String name, String runtime, Map<String, String> settings, Instant createdAt) {
    this(id, name, runtime, settings, createdAt, ProcessKind.DEDICATED);
  }
}
