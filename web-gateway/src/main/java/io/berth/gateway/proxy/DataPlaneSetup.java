package io.berth.gateway.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.LocalLevel;
import io.berth.cache.MultiLevelCache;
import io.berth.cache.SharedLevel;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpSessions;
import io.berth.gateway.observe.ObservationSetup;
import io.berth.gateway.rate.NodeRates;
import io.berth.lifecycle.boot.Wiring;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.rollout.Answers;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import io.berth.lifecycle.settings.BerthSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Puts the data plane together when the application starts, and takes it down when it ends. */
@ApplicationScoped
public class DataPlaneSetup {
  private static final Logger LOG = Logger.getLogger(DataPlaneSetup.class.getName());

  /** why: of the ten minutes that an answer is kept, the last two. */
  private static final Duration OLD = Duration.ofMinutes(8);

  private static final Duration SWEEP = Duration.ofSeconds(5);

  @Inject Wiring wiring;
  @Inject ProjectRegistry projects;
  @Inject RuntimeRegistry runtimes;
  @Inject BerthSettings settings;
  @Inject NodeRates rates;

  @Inject EventLog events;
  @Inject MetricRegistry registry;
  @Inject Answers answers;
  @Inject ObservationSetup observation;

  private Workers workers;
  private CallerWatch callers;
  private BerthCaches caches;
  private DataPlane plane;
  private AutoCloseable following;

  /** Called by the container once. */
  @PostConstruct
  void open() {
    workers = new Workers();
    callers = new CallerWatch();
    caches = BerthCaches.openLocal();
    MultiLevelCache levels = levels();
    ResponseCache responses = new ResponseCache(levels, epochs(), workers::tickAfter);
    ListCache lists =
        new ListCache(
            new SharedLevel(caches.cache(CacheCatalogue.LISTS)), epochs(), InstantSource.system());
    GatewaySettings gateway = GatewaySettings.of(settings);
    ProjectGates gates = new ProjectGates(gateway, System::nanoTime, workers);
    ContainerConnections connections = new ContainerConnections();
    connections.prepare();
    MicroProfileRequestMetrics metrics =
        new MicroProfileRequestMetrics(registry, connections, gates, levels, answers);
    ProjectDirectory directory =
        new ProjectDirectory(projects, runtimes, settings, workers::execute);
    AskAhead ahead =
        new AskAhead(
            new HotSet<>(settings.cache().ahead(), OLD, System::nanoTime),
            responses,
            wiring.parts().processes().lifecycle(),
            connections,
            gates,
            workers);
    registry.gauge("berth_cache_asked_ahead", ahead::answers);
    Shared shared =
        new Shared(
            // why: itself, not the container's proxy around it, on the hot path
            wiring.parts().processes().lifecycle(),
            connections,
            responses,
            ahead,
            lists,
            directory::look,
            new McpSessions(),
            workers,
            callers,
            new Buffers(),
            new Semaphore(GatewaySettings.LENT_LIMIT),
            metrics,
            observation.observers(),
            gateway,
            System::nanoTime);
    plane =
        new DataPlane(
            shared, new GrantedAccess(), directory, gates, rates.limits(), rates.routes());
    following =
        events.onChange(
            new WritesElsewhere(events, responses, lists, directory::forget, directory::prepare)
                ::newest);
    workers.every(SWEEP, metrics::sweep);
  }

  /** Called by the container once. */
  @PreDestroy
  void close() {
    try {
      following.close();
    } catch (Exception closed) {
      LOG.log(Level.FINE, "the event log is closed already", closed);
    }
    callers.close();
    workers.close();
    caches.close();
  }

  DataPlane plane() {
    return plane;
  }

  /** Itself, not a proxy of the container's. */
  public ProjectDoor door() {
    return plane;
  }

  CallerWatch callers() {
    return callers;
  }

  /** Soon, on another thread; at once if there is none. */
  void later(Runnable work) {
    try {
      workers.execute(work);
    } catch (RejectedExecutionException none) {
      work.run();
    }
  }

  private MultiLevelCache levels() {
    BerthSettings.Cache local = settings.cache();
    return new MultiLevelCache(
        List.of(
            new LocalLevel(local.localSize(), local.localTtl(), Ticker.systemTicker()),
            new SharedLevel(caches.cache(CacheCatalogue.RESPONSES))));
  }

  private Epochs epochs() {
    return new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString());
  }
}
