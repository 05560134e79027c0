package io.berth.km;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import io.berth.km.http.Door;
import io.berth.km.http.HttpListener;
import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.lease.Lease;
import io.berth.km.mcp.McpRoute;
import io.berth.km.mcp.SpecPage;
import io.berth.km.metrics.MetricsPage;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.metrics.Uptime;
import io.berth.km.paths.FilePaths;
import io.berth.km.status.GetOnly;
import io.berth.km.status.HealthPage;
import io.berth.km.status.ReadyPage;
import io.berth.km.status.Service;
import io.berth.km.status.StatusPage;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.sqlite.SqliteKnowledgeStore;
import io.berth.km.tool.Call;
import io.berth.km.tool.KmTools;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.ToolSet;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A running Knowledge Manager: the port, the open store, the lease. Made and awaited by the main
 * thread; stopped by it or by the signal hook, whichever comes first, exactly once.
 */
public final class Serving {
  private static final long DRAIN_MILLIS = 8_000;
  private static final long MAINTENANCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String INSTRUCTIONS =
      "The knowledge of one project. Ask with query before you work, keep what you learnt with save.";

  private final HttpListener listener;
  private final KnowledgeStore store;
  private final Traffic traffic = new Traffic();
  private final Lease lease;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Serving(HttpListener listener, KnowledgeStore store, Lease lease) {
    this.listener = listener;
    this.store = store;
    this.lease = lease;
  }

  /** Takes the port, opens the store and begins to answer. All or nothing. */
  static Serving start(KmArguments arguments, InstantSource time, LongSupplier nanos)
      throws StartFailure {
    Uptime uptime = new Uptime(nanos);
    Secret secret = secret(arguments);
    HttpListener listener = bind(arguments);
    KnowledgeStore store = open(arguments, time, listener);
    Serving serving = new Serving(listener, store, new Lease(arguments.orphanTimeout(), nanos));
    serving.serve(arguments, secret, uptime, time, nanos);
    return serving;
  }

  private static Secret secret(KmArguments arguments) throws StartFailure {
    try {
      return Secret.read(arguments.secretFile());
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(
          ExitCode.USAGE,
          "The secret file " + arguments.secretFile() + " is of no use: " + e.getMessage());
    }
  }

  private static HttpListener bind(KmArguments arguments) throws StartFailure {
    try {
      return HttpListener.bind(arguments.port());
    } catch (BindException e) {
      throw new StartFailure(
          ExitCode.PORT_TAKEN,
          "Port "
              + arguments.port()
              + " on 127.0.0.1 cannot be taken ("
              + e.getMessage()
              + "); see who listens there: ss -ltnp");
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.FAILED, "Port " + arguments.port() + " cannot be opened: " + e);
    }
  }

  private static KnowledgeStore open(
      KmArguments arguments, InstantSource time, HttpListener listener) throws StartFailure {
    try {
      Files.createDirectories(arguments.data());
      return SqliteKnowledgeStore.open(arguments.data(), arguments.pool(), time);
    } catch (KnowledgeException e) {
      listener.close(new Traffic(), 0);
      int code =
          e.kind() == KnowledgeException.Kind.LOCKED ? ExitCode.DATA_LOCKED : ExitCode.FAILED;
      throw new StartFailure(
          code, "The data folder " + arguments.data() + " cannot be opened: " + e.getMessage());
    } catch (IOException e) {
      listener.close(new Traffic(), 0);
      throw new StartFailure(
          ExitCode.FAILED, "The data folder " + arguments.data() + " cannot be made: " + e);
    }
  }

  private void serve(
      KmArguments arguments, Secret secret, Uptime uptime, InstantSource time, LongSupplier nanos) {
    RequestMetrics metrics = new RequestMetrics();
    Service service = new Service(Version.TEXT, arguments.project(), arguments.generation(), time);
    ToolSet<Call> tools = KmTools.over(store, FilePaths.in(arguments.data()), metrics);
    Map<String, Route> routes = new LinkedHashMap<>();
    routes.put(
        "/mcp",
        new McpRoute(
            new ServerInfo(Service.NAME, "Knowledge Manager", Version.TEXT, INSTRUCTIONS), tools));
    routes.put("/mcp/spec", new GetOnly(new SpecPage(Service.NAME, tools)));
    routes.put("/health", new GetOnly(new HealthPage(service, store)));
    routes.put("/ready", new GetOnly(new ReadyPage(service, store, traffic, arguments.data())));
    routes.put("/metrics", new GetOnly(new MetricsPage(metrics, traffic, store, uptime)));
    routes.put("/status", new GetOnly(new StatusPage(service, store, traffic, metrics, uptime)));
    listener.serve(new Door(new Gatekeeper(secret), lease, traffic, metrics, routes, nanos));
  }

  int port() {
    return listener.port();
  }

  /** Keeps house until the lease is over or somebody else stops the process. */
  void await() throws InterruptedException {
    while (!stopping.get()) {
      long left = lease.remainingNanos();
      if (left <= 0 && traffic.inFlight() == 0) {
        Log.info("Nobody with the secret called within the orphan timeout; stopping");
        return;
      }
      // why: at least a while, for a request that outlasts the lease holds the process without
      // renewing it
      long pause = Math.max(TimeUnit.MILLISECONDS.toNanos(50), Math.min(left, MAINTENANCE_NANOS));
      if (stopped.await(pause, TimeUnit.NANOSECONDS)) {
        return;
      }
      store.maintain();
    }
  }

  /**
   * Lets the requests in flight finish for a bounded time, then lets go of the port and the store.
   * Idempotent; a second caller waits for the first.
   */
  void stop() {
    if (!stopping.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    try {
      if (!listener.close(traffic, DRAIN_MILLIS)) {
        Log.warning(
            "Requests were still in flight after " + DRAIN_MILLIS + " ms; they are cut off");
      }
    } finally {
      store.close();
      stopped.countDown();
    }
  }

  private void awaitStopped() {
    try {
      stopped.await(DRAIN_MILLIS + 5_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
