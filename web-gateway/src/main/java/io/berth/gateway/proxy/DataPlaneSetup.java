package io.berth.gateway.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.LocalLevel;
import io.berth.cache.MultiLevelCache;
import io.berth.cache.SharedLevel;
import io.berth.gateway.cache.ResponseCache;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import io.berth.lifecycle.settings.BerthSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Puts the data plane together when the application starts, and takes it down when it ends. */
@ApplicationScoped
public class DataPlaneSetup {
  @Inject ProjectLifecycle lifecycle;
  @Inject ProjectRegistry projects;
  @Inject RuntimeRegistry runtimes;
  @Inject BerthSettings settings;

  private Workers workers;
  private BerthCaches caches;
  private DataPlane plane;

  /** Called by the container once. */
  @PostConstruct
  void open() {
    workers = new Workers();
    caches = BerthCaches.openLocal();
    GatewaySettings gateway = GatewaySettings.of(settings);
    ProjectGates gates = new ProjectGates(gateway);
    Shared shared =
        new Shared(
            lifecycle,
            new ContainerConnections(),
            responses(),
            workers,
            new Buffers(),
            (project, outcome, total, others) -> {},
            gateway,
            System::nanoTime);
    plane =
        new DataPlane(
            shared,
            new GrantedAccess(),
            new ProjectDirectory(projects, runtimes, workers::execute),
            gates);
  }

  /** Called by the container once. */
  @PreDestroy
  void close() {
    workers.close();
    caches.close();
  }

  DataPlane plane() {
    return plane;
  }

  private ResponseCache responses() {
    MultiLevelCache levels =
        new MultiLevelCache(
            List.of(
                new LocalLevel(
                    settings.cache().localSize(),
                    settings.cache().localTtl(),
                    Ticker.systemTicker()),
                new SharedLevel(caches.cache(CacheCatalogue.RESPONSES))));
    Epochs epochs =
        new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString());
    return new ResponseCache(levels, epochs, workers::tickAfter);
  }
}
