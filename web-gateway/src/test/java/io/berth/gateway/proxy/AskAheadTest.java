package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessState;
import io.berth.gateway.cache.HotSet;
import io.berth.gateway.observe.Observers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskAheadTest {
  private final TestPlane plane = new TestPlane(Observers.NONE, 4);

  AskAheadTest() {
    plane.km.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
  }

  @AfterEach
  void nothingIsLeftOpen() {
    Awaitility.await().until(() -> plane.gates.of(TestPlane.ALPHA).bulkhead().taken() == 0);
    plane.close();
    assertThat(plane.km.permits).hasValue(0);
    assertThat(plane.km.exchanges).hasValue(0);
  }

  @Test
  void aHotQuestionIsAskedAgainAfterAWriteAndItsNextCallerFindsTheAnswer() throws Exception {
    askOften("query");
    assertThat(plane.run(TestPlane.tool("add_item", 8)).status).isEqualTo(200);
    Awaitility.await().until(() -> plane.ahead.answers() == 1);
    FakeInbound next = plane.run(TestPlane.tool("query", 9));
    assertThat(next.answered("Server-Timing")).contains("cache;desc=hit");
    assertThat(next.text()).contains("\"id\":9");
    assertThat(plane.km.heads).as("the question, the write, and the question ahead").hasSize(3);
  }

  @Test
  void aQuestionThatWasAskedOnceIsNot() throws Exception {
    plane.run(TestPlane.tool("query", 1));
    plane.ahead.soon(TestPlane.ALPHA);
    settle();
    plane.run(TestPlane.tool("add_item", 8));
    settle();
    assertThat(plane.ahead.answers()).isZero();
    assertThat(plane.km.heads).hasSize(2);
  }

  @Test
  void nothingIsAskedOfAProjectThatSleeps() throws Exception {
    askOften("query");
    for (ProcessState state : List.of(ProcessState.STOPPED, ProcessState.DRAINING)) {
      plane.state(state);
      plane.run(TestPlane.tool("add_item", 8));
      settle();
    }
    assertThat(plane.ahead.answers()).isZero();
    assertThat(plane.km.heads).hasSize(3);
  }

  @Test
  void aWakeFetchesTheHotSetAgainThoughNobodyAsksForIt() throws Exception {
    askOften("query");
    plane.state(ProcessState.STOPPED);
    plane.run(TestPlane.tool("add_item", 8));
    settle();
    plane.lifecycle.start = new CompletableFuture<>();
    CompletableFuture<FakeInbound> woken =
        CompletableFuture.supplyAsync(
            () -> run(new FakeInbound("GET", "/projects/alpha/km/health", "")));
    Awaitility.await().until(() -> plane.lifecycle.demands.get() == 3);
    plane.state(ProcessState.READY);
    plane.lifecycle.start.complete(plane.lifecycle.now);
    assertThat(woken.get(30, TimeUnit.SECONDS).status).isEqualTo(200);
    Awaitility.await().until(() -> plane.ahead.answers() >= 1);
    settle();
    FakeInbound next = plane.run(TestPlane.tool("query", 10));
    assertThat(next.answered("Server-Timing")).contains("cache;desc=hit");
  }

  @Test
  void whatDependsOnASessionIsNotAskedForAnybodyElse() throws Exception {
    for (int i = 0; i < HotSet.OFTEN; i++) {
      plane.run(TestPlane.tool("query", i).header("Mcp-Session-Id", "s-1"));
    }
    plane.run(TestPlane.tool("add_item", 8));
    settle();
    assertThat(plane.ahead.answers()).isZero();
  }

  @Test
  void thoseWhoWaitForAPlaceGoFirst() throws Exception {
    for (int i = 0; i < 4; i++) {
      askOften("query");
    }
    plane.state(ProcessState.STOPPED);
    plane.run(TestPlane.tool("add_item", 8));
    settle();
    plane.state(ProcessState.READY);
    Bulkhead places = plane.gates.of(TestPlane.ALPHA).bulkhead();
    int all = GatewaySettings.DEFAULTS.placesPerProject();
    for (int i = 0; i < all; i++) {
      assertThat(places.tryEnter()).isTrue();
    }
    plane.ahead.soon(TestPlane.ALPHA);
    settle();
    assertThat(plane.ahead.answers()).isZero();
    for (int i = 0; i < all; i++) {
      places.leave();
    }
    plane.ahead.soon(TestPlane.ALPHA);
    Awaitility.await().until(() -> plane.ahead.answers() == 1);
  }

  private void askOften(String tool) throws Exception {
    for (int i = 0; i < HotSet.OFTEN; i++) {
      assertThat(plane.run(TestPlane.tool(tool, i)).status).isEqualTo(200);
    }
    assertThat(plane.km.heads).hasSize(1);
  }

  private FakeInbound run(FakeInbound in) {
    try {
      return plane.run(in);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void settle() {
    Awaitility.await().until(plane.ahead::isQuiet);
  }
}
