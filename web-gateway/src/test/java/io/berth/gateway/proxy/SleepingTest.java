package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.SharedLevel;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpSessions;
import io.berth.gateway.observe.Observers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SleepingTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final String LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[],\"ttlMs\":300000,\"cacheScope\":\"public\"}}";

  private final BerthCaches caches = BerthCaches.openLocal();
  private final FakeKm km = new FakeKm();
  private final FakeLifecycle lifecycle = new FakeLifecycle();
  private final Workers workers = new Workers();
  private final CallerWatch callers = new CallerWatch();
  private final ConcurrentLinkedQueue<String> outcomes = new ConcurrentLinkedQueue<>();
  private final ProjectGates gates =
      new ProjectGates(GatewaySettings.DEFAULTS, System::nanoTime, workers);
  private final Epochs epochs =
      new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString());
  private KnownProject project = known(KmRuntime.builtInRuntime(), 1);
  private KnownProject current = project;
  private final ResponseCache responses =
      new ResponseCache(
          new SharedLevel(caches.cache(CacheCatalogue.RESPONSES)), epochs, (pause, task) -> {});
  private final Shared shared =
      new Shared(
          lifecycle,
          km,
          responses,
          new AskAhead(
              new HotSet<>(0, Duration.ofMinutes(8), System::nanoTime),
              responses,
              lifecycle,
              km,
              gates,
              workers),
          new ListCache(
              new SharedLevel(caches.cache(CacheCatalogue.LISTS)), epochs, InstantSource.system()),
          id -> Optional.of(current),
          new McpSessions(),
          workers,
          callers,
          new Buffers(),
          new Semaphore(GatewaySettings.LENT_LIMIT),
          (id, outcome, total, others) -> outcomes.add(outcome),
          Observers.NONE,
          GatewaySettings.DEFAULTS,
          System::nanoTime);

  SleepingTest() {
    km.answer = LIST;
    lifecycle.now = slot(ProcessState.READY, 1);
  }

  @AfterEach
  void close() {
    callers.close();
    workers.close();
    caches.close();
    assertThat(km.permits).hasValue(0);
    assertThat(km.exchanges).hasValue(0);
  }

  @Test
  void aListOfASleepingProjectIsGivenWithoutWakingIt() throws Exception {
    run(list(1));
    for (ProcessState state :
        List.of(ProcessState.DRAINING, ProcessState.STOPPING, ProcessState.STOPPED)) {
      lifecycle.now = slot(state, 1);
      FakeInbound asleep = run(list(2));
      assertThat(asleep.status).isEqualTo(200);
      assertThat(asleep.text()).isEqualTo(LIST.replace("\"id\":1", "\"id\":2"));
      assertThat(asleep.answered("Server-Timing")).contains("cache");
      assertThat(asleep.answered("Berth-Generation")).isEqualTo("1");
    }
    assertThat(lifecycle.demands).hasValue(1);
    assertThat(km.heads).hasSize(1);
    assertThat(outcomes).containsExactly("answered", "cached", "cached", "cached");
  }

  @Test
  void aProjectThatIsAwakeAnswersItself() throws Exception {
    run(list(1));
    run(list(2));
    assertThat(km.heads).hasSize(2);
  }

  @Test
  void whatIsNotKeptOrNotAListWakesIt() throws Exception {
    run(list(1));
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    run(body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}"));
    run(body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"));
    run(list(1).header("Mcp-Method", "tools/list"));
    run(list(1).header("Origin", "http://elsewhere.example"));
    assertThat(lifecycle.demands).hasValue(5);
  }

  @Test
  void aVersionThatChangedMeanwhileIsNotAnsweredForByTheOneBefore() throws Exception {
    run(list(1));
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    current = known(KmRuntime.builtInRuntime(), 2);
    run(list(1));
    assertThat(lifecycle.demands).hasValue(2);
    project = current;
    run(list(1));
    assertThat(lifecycle.demands).hasValue(3);
  }

  @Test
  void whatAProcessOfAnotherVersionOrOneThatWasFoundRunningSaysIsNotKept() throws Exception {
    lifecycle.now = slot(ProcessState.READY, 1, 2, false);
    run(list(1));
    lifecycle.now = slot(ProcessState.READY, 1, 1, true);
    run(list(1));
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    run(list(1));
    assertThat(lifecycle.demands).hasValue(3);
  }

  @Test
  void aForeignListGoesWithAMessageThatMayChangeItAndWithANotice() throws Exception {
    project = known(foreign(), 1);
    current = project;
    run(list(1));
    run(
        body(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}"));
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    run(list(1));
    assertThat(lifecycle.demands).hasValue(3);
    lifecycle.now = slot(ProcessState.READY, 1);
    run(list(1));
    km.contentType = "text/event-stream";
    km.answer = "data: {\"method\":\"notifications/tools/list_changed\"}\n\n";
    run(new FakeInbound("GET", "/projects/alpha/mcp", ""));
    km.contentType = "application/json";
    km.answer = LIST;
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    run(list(1));
    assertThat(lifecycle.demands).hasValue(6);
    run(list(1));
    assertThat(lifecycle.demands).as("what it answered then is kept again").hasValue(6);
  }

  @Test
  void aForeignListIsKeptWhileNothingHappens() throws Exception {
    project = known(foreign(), 1);
    current = project;
    run(list(1));
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    assertThat(run(list(7)).text()).contains("\"id\":7").doesNotContain("300000");
    assertThat(lifecycle.demands).hasValue(1);
  }

  @Test
  void aSessionThatEndedWithItsProcessIsToldSoWithoutWakingTheProject() throws Exception {
    shared.sessions().lives("1", "s", 1);
    FakeInbound awake = run(list(1).header("Mcp-Session-Id", "s"));
    assertThat(awake.status).isEqualTo(200);
    lifecycle.now = slot(ProcessState.STOPPED, 1);
    for (FakeInbound late :
        List.of(
            list(1).header("Mcp-Session-Id", "s"),
            new FakeInbound("GET", "/projects/alpha/mcp", "").header("Mcp-Session-Id", "s"))) {
      assertThat(run(late).status).isEqualTo(404);
      assertThat(late.answered("Berth-Reason")).isEqualTo("session-gone");
    }
    assertThat(lifecycle.demands).hasValue(1);
    run(list(1).header("Mcp-Session-Id", "unknown"));
    assertThat(lifecycle.demands).as("who knows it is for the KM to say").hasValue(2);
  }

  private static KnownProject known(KmRuntime runtime, int version) {
    return new KnownProject(ALPHA, "1", runtime.at(version), Duration.ZERO);
  }

  private static KmRuntime foreign() {
    return new KmRuntime(
        "other",
        Transport.HTTP,
        List.of("program"),
        Map.of(),
        "",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of(),
        false,
        false);
  }

  private static ProcessSnapshot slot(ProcessState state, long generation) {
    return slot(state, generation, 1, false);
  }

  private static ProcessSnapshot slot(
      ProcessState state, long generation, int version, boolean adopted) {
    ProcessSnapshot none = ProcessSnapshot.absent(ALPHA);
    return new ProcessSnapshot(
        ALPHA,
        state,
        generation,
        "any",
        none.port(),
        none.pid(),
        none.startedAt(),
        none.readyAt(),
        none.lastActivityAt(),
        0,
        0,
        0,
        none.startTook(),
        adopted,
        0,
        none.retryAt(),
        0,
        none.lastExit(),
        none.startSource(),
        version);
  }

  private static FakeInbound list(int id) {
    return body("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/list\"}".formatted(id));
  }

  private static FakeInbound body(String message) {
    return new FakeInbound("POST", "/projects/alpha/mcp", message);
  }

  private FakeInbound run(FakeInbound in) throws Exception {
    Route route = Routes.parse(in.path(), null);
    new ProxyCall(
            shared,
            in,
            route,
            project,
            gates.of(ALPHA),
            "ann",
            in.headers(),
            new CallStory(shared, in, route, "ann", in.headers(), new CallTimes(shared.nanos())))
        .start(true);
    in.awaitEnd();
    return in;
  }
}
