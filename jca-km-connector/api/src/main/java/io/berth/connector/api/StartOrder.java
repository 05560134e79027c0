package io.berth.connector.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything the adapter needs for one start of one project. Made by the lifecycle side after the
 * new generation is durable in PostgreSQL; used by one slot, once.
 *
 * @param project whose process
 * @param generation counts the starts of this project, cluster-wide; larger than any before
 * @param runtime how it is started
 * @param dataFolder its folder, made 0700 by the adapter if it is missing
 * @param preferredPort the port it had last, if any
 * @param startTimeout from fork to READY
 * @param drainTimeout how long requests in flight may go on once it drains
 * @param stopTimeout from SIGTERM to SIGKILL
 * @param restart what follows a failure
 * @param kmSettings settings of the KM itself ({@code pool.min=1} …), handed to the built-in KM
 * @param shared whether it is opened in a process that other projects share, instead of one of its
 *     own
 * @param key what the data of the built-in KM is encrypted with, if it is; the launch destroys it
 */
public record StartOrder(
    ProjectId project,
    long generation,
    KmRuntime runtime,
    Path dataFolder,
    OptionalInt preferredPort,
    Duration startTimeout,
    Duration drainTimeout,
    Duration stopTimeout,
    RestartLimits restart,
    Map<String, String> kmSettings,
    boolean shared,
    Optional<DataKey> key) {
  public StartOrder {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(dataFolder, "dataFolder");
    Objects.requireNonNull(preferredPort, "preferredPort");
    Objects.requireNonNull(startTimeout, "startTimeout");
    Objects.requireNonNull(drainTimeout, "drainTimeout");
    Objects.requireNonNull(stopTimeout, "stopTimeout");
    Objects.requireNonNull(restart, "restart");
    kmSettings = Map.copyOf(kmSettings);
    Objects.requireNonNull(key, "key");
    if (generation < 1) {
      throw new IllegalArgumentException("generation of " + project + " must be at least 1");
    }
  }

  /** A start of a process of its own. */
  public StartOrder(
      ProjectId project,
      long generation,
      KmRuntime runtime,
      Path dataFolder,
      OptionalInt preferredPort,
      Duration startTimeout,
      Duration drainTimeout,
      Duration stopTimeout,
      RestartLimits restart,
      Map<String, String> kmSettings) {
    this(
        project,
        generation,
        runtime,
        dataFolder,
        preferredPort,
        startTimeout,
        drainTimeout,
        stopTimeout,
        restart,
        kmSettings,
        false,
        Optional.empty());
  }

  /** The same start, in a shared process or not. */
  public StartOrder shared(boolean inShared) {
    return new StartOrder(
        project,
        generation,
        runtime,
        dataFolder,
        preferredPort,
        startTimeout,
        drainTimeout,
        stopTimeout,
        restart,
        kmSettings,
        inShared,
        key);
  }

  /** The same start, with what the project's data is encrypted with. */
  public StartOrder with(Optional<DataKey> dataKey) {
    return new StartOrder(
        project,
        generation,
        runtime,
        dataFolder,
        preferredPort,
        startTimeout,
        drainTimeout,
        stopTimeout,
        restart,
        kmSettings,
        shared,
        dataKey);
  }

  /** The same start in this folder. */
  public StartOrder in(Path folder) {
    return new StartOrder(
        project,
        generation,
        runtime,
        folder,
        preferredPort,
        startTimeout,
        drainTimeout,
        stopTimeout,
        restart,
        kmSettings,
        shared,
        key);
  }
}
