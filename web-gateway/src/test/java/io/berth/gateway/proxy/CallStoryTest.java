package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.observe.Observers;
import io.berth.gateway.observe.Passage;
import io.berth.gateway.observe.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallStoryTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** Longer than any thread is off the processor, and within what a call may be held. */
  private static final Duration TOOK = Duration.ofSeconds(10);

  private final List<Passage> told = new ArrayList<>();
  private final TestPlane plane =
      new TestPlane(Observers.of(List.of(told::add), Tracing.OFF, InstantSource.system()), 0);

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void tellsWhatWasAskedAndWhatBecameOfIt() throws Exception {
    plane.run(
        new FakeInbound("GET", "/projects/alpha/km/x", "")
            .header("traceparent", PARENT)
            .header("User-Agent", "curl"));
    Passage passage = told.get(0);
    assertThat(told).hasSize(1);
    assertThat(passage.asked().project()).isEqualTo("alpha");
    assertThat(passage.asked().subject()).isEqualTo("ann");
    assertThat(passage.asked().route()).isEqualTo("/projects/{id}/km");
    assertThat(passage.asked().userAgent()).isEqualTo("curl");
    assertThat(passage.answer()).isEqualTo(new Passage.Answer("answered", 200, 2, 1, null));
    assertThat(passage.trace().parent()).isEqualTo(PARENT);
    assertThat(passage.phases().total()).isPositive();
    assertThat(HeaderRules.first(plane.km.heads.peek().headers(), "traceparent")).isEqualTo(PARENT);
  }

  @Test
  void theTimeOfAStartIsTheStarts() throws Exception {
    CompletableFuture<io.berth.connector.api.ProcessSnapshot> start = new CompletableFuture<>();
    plane.lifecycle.start = start;
    CompletableFuture<Void> starting =
        CompletableFuture.runAsync(
            () -> {
              Awaitility.await().until(() -> plane.lifecycle.demands.get() == 1);
              plane.skip(TOOK);
              start.complete(plane.lifecycle.now);
            });
    plane.run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    starting.join();
    assertThat(told.get(0).phases().longest()).isEqualTo("start");
    assertThat(told.get(0).phases().start()).isGreaterThanOrEqualTo(TOOK.toNanos());
  }

  @Test
  void aRefusalIsToldWithItsReason() throws Exception {
    plane.lifecycle.start =
        CompletableFuture.failedFuture(
            new io.berth.connector.api.KmException(
                io.berth.connector.api.Problem.QUARANTINED, "it failed too often"));
    plane.run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(told.get(0).answer().outcome()).isEqualTo("quarantined");
    assertThat(told.get(0).answer().status()).isEqualTo(503);
  }

  @Test
  void whatTheCacheGaveIsTold() throws Exception {
    plane.km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    plane.run(TestPlane.tool("query", 1));
    plane.run(TestPlane.tool("query", 2));
    plane.run(TestPlane.tool("add_item", 3));
    assertThat(told).extracting(each -> each.answer().cache()).containsExactly("miss", "hit", null);
    assertThat(told).extracting(each -> each.asked().route()).containsOnly("/projects/{id}/mcp");
  }
}
