package io.berth.lifecycle.boot;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.connector.Stages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers the health probes: from memory about the boot, and with one query, for which it waits
 * less than a second, about the database.
 */
final class BootProgress implements BootState {
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private final LifecycleNode node;
  private final Boot boot;
  private final Executor executor;

  BootProgress(LifecycleNode node, Boot boot, Executor executor) {
    this.node = node;
    this.boot = boot;
    this.executor = executor;
  }

  @Override
  public boolean started() {
    return boot.done();
  }

  @Override
  public Map<String, String> hindrances() {
    Map<String, String> hindrances = new LinkedHashMap<>();
    if (!boot.done()) {
      hindrances.put("start", boot.failure());
      return hindrances;
    }
    database().ifPresent(why -> hindrances.put("database", why));
    try {
      node.connector().processes();
    } catch (KmException e) {
      hindrances.put("adapter", e.getMessage());
    }
    return hindrances;
  }

  private Optional<String> database() {
    try {
      return Stages.await(
          Stages.supply(executor, () -> node.database().whyUnavailable()),
          PATIENCE,
          "a query to the database");
    } catch (KmException e) {
      return Optional.of(e.getMessage());
    }
  }
}
