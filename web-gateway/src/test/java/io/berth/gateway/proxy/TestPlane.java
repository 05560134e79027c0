package io.berth.gateway.proxy;

import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.SharedLevel;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpSessions;
import io.berth.gateway.observe.Observers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A data plane of one project with a KM and a lifecycle by hand, and real caches. */
final class TestPlane implements AutoCloseable {
  static final ProjectId ALPHA = new ProjectId("alpha");

  final FakeKm km = new FakeKm();
  final FakeLifecycle lifecycle = new FakeLifecycle();
  final Workers workers;
  private final CallerWatch callers = new CallerWatch();
  final ConcurrentLinkedQueue<String> outcomes = new ConcurrentLinkedQueue<>();
  final ProjectGates gates;
  final AskAhead ahead;
  private final BerthCaches caches = BerthCaches.openLocal();
  private final Shared shared;
  private final AtomicLong skipped = new AtomicLong();

  TestPlane(Observers observers, int hot) {
    this(observers, hot, GatewaySettings.DEFAULTS, new Workers());
  }

  TestPlane(Observers observers, int hot, GatewaySettings settings, Workers workers) {
    this.workers = workers;
    this.gates = new ProjectGates(settings, this::nanos, workers);
    Epochs epochs =
        new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString());
    ResponseCache cache =
        new ResponseCache(
            new SharedLevel(caches.cache(CacheCatalogue.RESPONSES)), epochs, (pause, task) -> {});
    ahead =
        new AskAhead(
            new HotSet<>(hot, Duration.ofMinutes(8), System::nanoTime),
            cache,
            lifecycle,
            km,
            gates,
            workers);
    shared =
        new Shared(
            lifecycle,
            km,
            cache,
            ahead,
            new ListCache(
                new SharedLevel(caches.cache(CacheCatalogue.LISTS)),
                epochs,
                InstantSource.system()),
            id -> Optional.empty(),
            new McpSessions(),
            workers,
            callers,
            new Buffers(),
            new Semaphore(GatewaySettings.LENT_LIMIT),
            (project, outcome, total, others) -> outcomes.add(outcome),
            observers,
            settings,
            this::nanos);
    state(ProcessState.READY);
    lifecycle.start = CompletableFuture.completedFuture(lifecycle.now);
  }

  private long nanos() {
    return System.nanoTime() + skipped.get();
  }

  /** As if so much time had passed. */
  void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  /** What the lifecycle says of the process. */
  void state(ProcessState state) {
    ProcessSnapshot none = ProcessSnapshot.absent(ALPHA);
    lifecycle.now =
        new ProcessSnapshot(
            ALPHA,
            state,
            1,
            "built-in",
            none.port(),
            none.pid(),
            none.startedAt(),
            none.readyAt(),
            none.lastActivityAt(),
            0,
            0,
            0,
            none.startTook(),
            false,
            0,
            none.retryAt(),
            0,
            none.lastExit(),
            none.startSource(),
            1);
  }

  FakeInbound run(FakeInbound in) throws Exception {
    return run(in, KmRuntime.builtInRuntime());
  }

  FakeInbound run(FakeInbound in, KmRuntime runtime) throws Exception {
    start(in, runtime).awaitEnd();
    return in;
  }

  /** Returns when the container's thread is free again. */
  FakeInbound start(FakeInbound in, KmRuntime runtime) throws Exception {
    Route route = Routes.parse(in.path(), null);
    CallStory story =
        new CallStory(shared, in, route, "ann", in.headers(), new CallTimes(shared.nanos()));
    new ProxyCall(
            shared,
            in,
            route,
            new KnownProject(ALPHA, "1", runtime, Duration.ZERO),
            gates.of(ALPHA),
            "ann",
            in.headers(),
            story)
        .start(true);
    return in;
  }

  /** A call of a tool. */
  static FakeInbound tool(String name, int id) {
    return new FakeInbound(
        "POST",
        "/projects/alpha/mcp",
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
            .formatted(id, name));
  }

  @Override
  public void close() {
    workers.close();
    callers.close();
    caches.close();
  }
}
