package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.SharedLevel;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpSessions;
import io.berth.gateway.observe.Observers;
import io.berth.gateway.proxy.FakeKm.Fate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProxyCallTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static BerthCaches caches;

  private final FakeKm km = new FakeKm();
  private final FakeLifecycle lifecycle = new FakeLifecycle();
  private final Workers workers = new Workers();
  private final CallerWatch callers = new CallerWatch();
  private final ConcurrentLinkedQueue<String> outcomes = new ConcurrentLinkedQueue<>();
  private final GatewaySettings settings =
      new GatewaySettings(
          Duration.ofSeconds(2), 2, 3, 2, 5, Duration.ofSeconds(60), 10, Duration.ofSeconds(1));
  private Duration responseTimeout = Duration.ZERO;
  private final ProjectGates gates = new ProjectGates(settings, System::nanoTime, workers);
  private final ResponseCache cache =
      new ResponseCache(
          new SharedLevel(caches.cache(CacheCatalogue.RESPONSES)),
          new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString()),
          (pause, task) -> {});
  private final AskAhead ahead =
      new AskAhead(
          new HotSet<>(4, Duration.ofMinutes(8), System::nanoTime),
          cache,
          lifecycle,
          km,
          gates,
          workers);
  private final Shared shared =
      new Shared(
          lifecycle,
          km,
          cache,
          ahead,
          new ListCache(
              new SharedLevel(caches.cache(CacheCatalogue.LISTS)),
              new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString()),
              InstantSource.system()),
          id -> Optional.empty(),
          new McpSessions(),
          workers,
          callers,
          new Buffers(),
          new Semaphore(GatewaySettings.LENT_LIMIT),
          (project, outcome, total, others) -> outcomes.add(outcome),
          Observers.NONE,
          settings,
          System::nanoTime);

  @BeforeAll
  static void open() {
    caches = BerthCaches.openLocal();
  }

  @AfterAll
  static void close() {
    caches.close();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    callers.close();
    workers.close();
    caches.cache(CacheCatalogue.EPOCHS).clear();
    assertThat(km.permits).hasValue(0);
    assertThat(km.exchanges).hasValue(0);
    assertThat(gates.of(ALPHA).bulkhead().taken()).isZero();
  }

  @Test
  void answersAShortRequestOnTheContainersThread() throws Exception {
    FakeInbound in = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(in.async).isFalse();
    assertThat(in.status).isEqualTo(200);
    assertThat(in.text()).isEqualTo("{}");
    assertThat(in.answered("Berth-Generation")).isEqualTo("1");
    assertThat(in.answered("Server-Timing"))
        .contains("queue")
        .contains("start")
        .contains("upstream");
    assertThat(in.answered("Berth-Reason")).isNull();
    assertThat(outcomes).containsExactly("answered");
  }

  @Test
  void passesAModestAnswerOnOnTheContainersThreadWhileThereIsOneToLend() throws Exception {
    km.answer = "x".repeat(100_000);
    assertThat(run(new FakeInbound("GET", "/projects/alpha/km/x", "")).async).isFalse();
    int free = shared.lent().drainPermits();
    FakeInbound in = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(in.async).isTrue();
    assertThat(in.text()).hasSize(100_000);
    shared.lent().release(free);
    km.answer = "x".repeat(1_000_000);
    assertThat(run(new FakeInbound("GET", "/projects/alpha/km/x", "")).async).isTrue();
    assertThat(shared.lent().availablePermits()).isEqualTo(free);
  }

  @Test
  void finishesALateAnswerOffTheContainersThread() throws Exception {
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound in = start(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(in.async).isTrue();
    assertThat(in.status).isZero();
    km.release.countDown();
    in.awaitEnd();
    assertThat(in.status).isEqualTo(200);
  }

  @Test
  void aSilentExchangeGivesItsPermitAndItsPlaceToOthers() throws Exception {
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound first = start(new FakeInbound("GET", "/projects/alpha/km/listen", ""));
    FakeInbound second = start(new FakeInbound("GET", "/projects/alpha/km/listen", ""));
    Awaitility.await().until(() -> km.permits.get() == 0);
    FakeInbound other = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(other.status).isEqualTo(200);
    km.release.countDown();
    first.awaitEnd();
    second.awaitEnd();
    assertThat(List.of(first.status, second.status)).containsOnly(200);
  }

  @Test
  void holdsARequestWithoutPermitUntilTheProcessIsReady() throws Exception {
    lifecycle.start = new CompletableFuture<>();
    FakeInbound in = start(new FakeInbound("POST", "/projects/alpha/km/x", "hello"));
    assertThat(in.async).isTrue();
    assertThat(km.permits).hasValue(0);
    lifecycle.start.complete(ProcessSnapshot.absent(ALPHA));
    in.awaitEnd();
    assertThat(in.status).isEqualTo(200);
    assertThat(km.bodies).containsExactly("hello");
  }

  @Test
  void tellsTheReasonWhenTheStartFails() throws Exception {
    lifecycle.start = new CompletableFuture<>();
    FakeInbound in = start(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    lifecycle.start.completeExceptionally(
        new KmException(Problem.QUARANTINED, "look", Duration.ofSeconds(7), null));
    in.awaitEnd();
    assertThat(in.status).isEqualTo(503);
    assertThat(in.answered("Berth-Reason")).isEqualTo("quarantined");
    assertThat(in.answered("Retry-After")).isEqualTo("7");
    assertThat(in.text())
        .contains("urn:berth:problem:quarantined")
        .contains("\"project\":\"alpha\"");
  }

  @Test
  void givesUpHoldingAtTheDeadlineAndLeavesTheSharedStartAlone() throws Exception {
    lifecycle.start = new CompletableFuture<>();
    FakeInbound in = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(in.answered("Berth-Reason")).isEqualTo("starting");
    assertThat(lifecycle.start).isNotDone();
  }

  @Test
  void replaysWhatWasNotSentUntilItGetsThrough() throws Exception {
    km.script.addAll(List.of(Fate.REFUSES_CONNECTION, Fate.REFUSES_CONNECTION));
    FakeInbound in = run(new FakeInbound("POST", "/projects/alpha/km/x", "once"));
    assertThat(in.status).isEqualTo(200);
    assertThat(km.bodies).containsExactly("once");
    assertThat(lifecycle.demands).hasValue(3);
  }

  @Test
  void replaysAReadOnceAndNoMore() throws Exception {
    km.script.add(Fate.DIES_BEFORE_ANSWER);
    assertThat(run(new FakeInbound("GET", "/projects/alpha/km/x", "")).status).isEqualTo(200);
    km.script.addAll(List.of(Fate.DIES_BEFORE_ANSWER, Fate.DIES_BEFORE_ANSWER));
    FakeInbound twice = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(twice.answered("Berth-Reason")).isEqualTo("bad-upstream");
    assertThat(km.heads).hasSize(4);
  }

  @Test
  void tellsAWriterThatTheOutcomeIsUnknown() throws Exception {
    km.script.add(Fate.DIES_BEFORE_ANSWER);
    FakeInbound in = run(new FakeInbound("POST", "/projects/alpha/km/x", "write"));
    assertThat(in.status).isEqualTo(502);
    assertThat(in.answered("Berth-Reason")).isEqualTo("outcome-unknown");
    assertThat(km.bodies).hasSize(1);
  }

  @Test
  void replaysAWriteWhoseKeyTheRuntimeStores() throws Exception {
    km.script.add(Fate.DIES_BEFORE_ANSWER);
    FakeInbound in =
        run(
            new FakeInbound("POST", "/projects/alpha/km/x", "write")
                .header("Idempotency-Key", "k"));
    assertThat(in.status).isEqualTo(200);
    assertThat(km.bodies).containsExactly("write", "write");
  }

  @Test
  void breaksAHalfAnswerOffInsteadOfEndingIt() throws Exception {
    km.script.add(Fate.DIES_IN_ANSWER);
    km.answer = "0123456789".repeat(2000);
    FakeInbound in = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(in.aborted).isTrue();
    assertThat(in.text()).hasSize(10_000);
    assertThat(outcomes).containsExactly("broken-off");
  }

  @Test
  void endsTheStreamOfAListenerToEventsWithItsProcess() throws Exception {
    km.contentType = "text/event-stream";
    km.answer = "data: one\n\n".repeat(10);
    km.script.add(Fate.DIES_IN_ANSWER);
    FakeInbound listener = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(listener.aborted).isFalse();
    assertThat(listener.text()).hasSize(55);
    km.script.add(Fate.DIES_IN_ANSWER);
    FakeInbound call = run(new FakeInbound("POST", "/projects/alpha/km/x", "once"));
    assertThat(call.aborted).as("an answer that never came must not look whole").isTrue();
    assertThat(outcomes).containsExactly("answered", "broken-off");
  }

  @Test
  void replacesAShortAnswerOfWhichTheCallerSawNothing() throws Exception {
    km.script.add(Fate.DIES_IN_ANSWER);
    km.answer = "0123456789";
    FakeInbound read = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(read.aborted).isFalse();
    assertThat(read.text()).isEqualTo("0123456789");
    km.script.add(Fate.DIES_IN_ANSWER);
    FakeInbound write = run(new FakeInbound("POST", "/projects/alpha/km/x", "once"));
    assertThat(write.answered("Berth-Reason")).isEqualTo("outcome-unknown");
  }

  @Test
  void streamsALargeBodyThatIsNotKept() throws Exception {
    String large = "x".repeat(RequestBody.RETAINED_MAX + 1);
    FakeInbound in = run(new FakeInbound("PUT", "/projects/alpha/km/x", large));
    assertThat(in.async).isTrue();
    assertThat(in.status).isEqualTo(200);
    KmRequestHead head = km.heads.peek();
    assertThat(head.bodyLength()).isEqualTo(large.length());
  }

  @Test
  void queuesBeyondThePlacesOfAProjectAndRefusesBeyondTheQueue() throws Exception {
    List<FakeInbound> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      km.script.add(Fate.ANSWERS_WHEN_RELEASED);
      calls.add(start(new FakeInbound("GET", "/projects/alpha/km/x", "")));
    }
    assertThat(km.permits).hasValue(2);
    assertThat(calls.get(5).answered("Berth-Reason")).isEqualTo("overloaded");
    km.release.countDown();
    for (FakeInbound call : calls.subList(0, 5)) {
      call.awaitEnd();
      assertThat(call.status).isEqualTo(200);
    }
  }

  @Test
  void answersAnEqualQuestionFromTheCacheUnderItsOwnId() throws Exception {
    km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    run(query(1));
    FakeInbound again = run(query(2));
    assertThat(again.text())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[]}}");
    assertThat(again.answered("Berth-Generation")).isEqualTo("1");
    assertThat(km.heads).hasSize(1);
    assertThat(outcomes).containsExactly("answered", "cached");
  }

  @Test
  void asksAgainAfterAWrite() throws Exception {
    km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    run(query(1));
    run(tool("save", 2));
    run(query(1));
    assertThat(km.heads).hasSize(3);
  }

  @Test
  void neverStoresAReadThatOverlapsAWrite() throws Exception {
    km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound reading = start(query(1));
    run(tool("save", 2));
    km.release.countDown();
    reading.awaitEnd();
    run(query(1));
    assertThat(km.heads).hasSize(3);
  }

  @Test
  void keepsNoError() throws Exception {
    km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000}}";
    run(query(1));
    run(query(1));
    assertThat(km.heads).hasSize(2);
  }

  @Test
  void tunnelsOnAContainerThread() throws Exception {
    km.status = 101;
    FakeInbound in = run(webSocket());
    assertThat(in.status).isEqualTo(101);
    assertThat(in.answered("Upgrade")).isEqualTo("websocket");
    assertThat(in.async).isFalse();
  }

  @Test
  void holdsAWebSocketOnTheContainersThreadBecauseOnlyThatCanUpgrade() throws Exception {
    km.status = 101;
    lifecycle.start = new CompletableFuture<>();
    workers.tickAfter(
        Duration.ofMillis(100), () -> lifecycle.start.complete(ProcessSnapshot.absent(ALPHA)));
    FakeInbound in = run(webSocket());
    assertThat(in.status).isEqualTo(101);
    assertThat(in.async).isFalse();
  }

  @Test
  void closesEverythingWhenTheCallerIsGone() throws Exception {
    FakeInbound in = new FakeInbound("GET", "/projects/alpha/km/x", "");
    in.hangsUp = true;
    run(in);
    assertThat(outcomes).containsExactly("cancelled");
  }

  @Test
  void aKmThatDoesNotBeginToAnswerIsGivenUpAndWhatToCheckIsTold() throws Exception {
    responseTimeout = Duration.ofMillis(300);
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound read = run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(read.status).isEqualTo(504);
    assertThat(read.answered("Berth-Reason")).isEqualTo("upstream-timeout");
    assertThat(read.text())
        .contains("\"project\":\"alpha\"")
        .contains("responseTimeout")
        .contains("berth project logs alpha")
        .doesNotContain("took effect");
    km.script.add(Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound write = run(new FakeInbound("POST", "/projects/alpha/km/x", "write"));
    assertThat(write.status).isEqualTo(504);
    assertThat(write.text()).contains("check whether it took effect");
    assertThat(outcomes).containsExactly("upstream-timeout", "upstream-timeout");
    assertThat(km.heads).as("nothing of it is tried again").hasSize(2);
  }

  @Test
  void aCallerThatHangsUpInSilenceIsNoticedWhileTheKmWorksAndWhileItWaits() throws Exception {
    try (Line working = new Line();
        Line second = new Line();
        Line waiting = new Line()) {
      List<FakeInbound> calls = new ArrayList<>();
      for (Line line : List.of(working, second, waiting)) {
        km.script.add(Fate.ANSWERS_WHEN_RELEASED);
        FakeInbound in = new FakeInbound("GET", "/projects/alpha/km/x", "");
        in.socket = line.server;
        calls.add(start(in));
      }
      assertThat(km.heads).as("the third one waits for a place").hasSize(2);
      waiting.client.close();
      calls.get(2).awaitEnd();
      working.client.close();
      calls.get(0).awaitEnd();
      assertThat(outcomes).containsExactly("cancelled", "cancelled");
      assertThat(calls.get(1).completed.getCount()).as("of the one that stayed").isEqualTo(1);
      km.release.countDown();
      calls.get(1).awaitEnd();
      assertThat(calls.get(1).status).isEqualTo(200);
      assertThat(km.heads).hasSize(2);
    }
  }

  private static FakeInbound webSocket() {
    return new FakeInbound("GET", "/projects/alpha/km/ws", "")
        .header("Connection", "keep-alive, Upgrade")
        .header("Upgrade", "websocket");
  }

  private static FakeInbound query(int id) {
    return tool("query", id);
  }

  private static FakeInbound tool(String name, int id) {
    return new FakeInbound(
        "POST",
        "/projects/alpha/mcp",
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
            .formatted(id, name));
  }

  @Test
  void messagesThatComeByteByByteTakeABoundedNumberOfWorkers() throws Exception {
    int places = gates.of(ALPHA).arriving().drainPermits();
    FakeInbound refused = new FakeInbound("POST", "/projects/alpha/mcp", "{}");
    refused.bodyLate = true;
    assertThat(run(refused).status).isEqualTo(503);
    assertThat(refused.answered("Berth-Reason")).isEqualTo("overloaded");
    assertThat(run(new FakeInbound("POST", "/projects/alpha/mcp", "{}")).status).isEqualTo(200);
    gates.of(ALPHA).arriving().release(places);
    FakeInbound late = new FakeInbound("POST", "/projects/alpha/mcp", "{}");
    late.bodyLate = true;
    assertThat(run(late).status).isEqualTo(200);
    assertThat(gates.of(ALPHA).arriving().availablePermits()).isEqualTo(places);
  }

  private FakeInbound run(FakeInbound in) throws Exception {
    start(in);
    in.awaitEnd();
    return in;
  }

  private FakeInbound start(FakeInbound in) throws Exception {
    Route route = Routes.parse(in.path(), null);
    KnownProject project =
        new KnownProject(ALPHA, "1", KmRuntime.builtInRuntime(), responseTimeout);
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
    return in;
  }
}
