package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.ProjectKeys;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRows;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.runtime.StoredRuntimes;
import io.berth.lifecycle.runtime.VersionRows;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Makes orders whose generation is durable, and larger than any that this project ever had. The
 * adapter calls it on a thread of its own, once per start.
 */
public final class DurableOrders implements StartOrders {
  private final Database database;
  private final EffectiveSettings effective;
  private final BerthSettings settings;
  private final InstantSource clock;
  private final UnaryOperator<KmRuntime> installed;
  private final ProjectKeys keys;

  /** With {@code installed}, which replaces a built-in KM that this node does not have. */
  public DurableOrders(
      Database database,
      EffectiveSettings effective,
      BerthSettings settings,
      InstantSource clock,
      UnaryOperator<KmRuntime> installed,
      ProjectKeys keys) {
    this.installed = installed;
    this.keys = keys;
    this.database = database;
    this.effective = effective;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public StartOrder next(ProjectId id) throws KmException {
    return database.transact(
        t -> {
          Project project = ProjectRows.lock(t, id).orElseThrow(() -> StoredProjects.missing(id));
          KmRuntime runtime = installed.apply(runtime(t, project));
          ProjectSettings own = effective.of(project);
          long generation =
              Placements.next(t, id, runtime.version(), settings.node(), clock.instant());
          StartOrder order = order(t, project, runtime, own, generation);
          return order.with(keys.forStart(t, id, runtime, order.dataFolder()));
        });
  }

  @Override
  public boolean needsPort(ProjectId id) {
    return !effective.sharesProcess(id);
  }

  /** The order that the process of this generation would have been started with. */
  StartOrder again(Handle transaction, ProjectId id, long generation) throws KmException {
    Project project =
        ProjectRows.lock(transaction, id).orElseThrow(() -> StoredProjects.missing(id));
    KmRuntime now = runtime(transaction, project);
    int version = Placements.version(transaction, id, generation);
    KmRuntime then =
        VersionRows.find(transaction, now.name(), version).orElseGet(() -> now.at(version));
    return order(transaction, project, then, effective.of(project), generation);
  }

  private static KmRuntime runtime(Handle transaction, Project project) throws KmException {
    return VersionRows.ofProject(transaction, project.id())
        .orElseThrow(() -> StoredRuntimes.missing(project.runtime()));
  }

  private StartOrder order(
      Handle transaction,
      Project project,
      KmRuntime runtime,
      ProjectSettings own,
      long generation) {
    OptionalInt port = Placements.lastPort(transaction, project.id(), settings.node());
    return new StartOrder(
        project.id(),
        generation,
        runtime,
        settings.data().resolve("projects").resolve(project.id().value()),
        port,
        own.startTimeout(),
        own.drainTimeout(),
        own.stopTimeout(),
        own.restart(),
        own.pool().asKmSettings(),
        project.process() == ProcessKind.SHARED,
        Optional.empty());
  }
}
