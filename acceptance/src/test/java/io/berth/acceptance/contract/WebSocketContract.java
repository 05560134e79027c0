package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** WebSockets through the gateway, with the client of the JDK and a KM that speaks RFC 6455. */
public abstract class WebSocketContract {
  private static final int GOING_AWAY = 1001;
  private static final int NORMAL = 1000;
  private final Api admin = Api.admin();

  @Test
  void aCallerIsToldWhenItsKnowledgeManagerStopsRestartsOrCrashes() throws Exception {
    String id = Fixtures.project("socket", runtime(), Map.of("drainTimeout", "PT1S"));
    Caller ended = Caller.of(id);
    ended.socket.sendClose(NORMAL, "done").join();
    assertThat(ended.closed()).as("an end in order").isEqualTo(NORMAL);

    Caller stopped = Caller.of(id);
    assertThat(admin.post("/api/v1/projects/" + id + "/stop", "{}").status()).isEqualTo(200);
    assertThat(stopped.closed()).as("stopped").isEqualTo(GOING_AWAY);

    Caller restarted = Caller.of(id);
    assertThat(admin.post("/api/v1/projects/" + id + "/restart", "{}").status()).isEqualTo(200);
    assertThat(restarted.closed()).as("restarted").isEqualTo(GOING_AWAY);

    Caller crashed = Caller.of(id);
    Fixtures.killNow(Fixtures.pid(id));
    assertThat(crashed.closed()).as("crashed").isEqualTo(GOING_AWAY);
    await().until(() -> Fixtures.process(id).get("openStreams").equals(0));
  }

  @Test
  void aCallerThatIsTalkingIsToldAllTheSame() throws Exception {
    String id = Fixtures.project("talking", runtime(), Map.of());
    Caller talking = Caller.of(id);
    CompletableFuture<Void> talk = CompletableFuture.runAsync(talking::talkUntilItEnds);
    for (int i = 0; i < 100; i++) {
      assertThat(talking.heard()).isNotNull();
    }
    Fixtures.killNow(Fixtures.pid(id));
    assertThat(talking.closed()).isEqualTo(GOING_AWAY);
    talk.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aSilentCallerKeepsNothingAwakeAndIsToldThatItEnded() throws Exception {
    String id =
        Fixtures.project(
            "silent",
            runtime(),
            Map.of("idleTimeout", "PT2S", "idleGrace", "PT0S", "idleMinRequests", "1"));
    Caller silent = Caller.of(id);
    await().untilAsserted(() -> assertThat(Fixtures.state(id)).isEqualTo("STOPPED"));
    assertThat(Fixtures.processesOf(id)).isEmpty();
    assertThat(Fixtures.process(id).get("lastExit").toString()).contains("idle");
    assertThat(silent.closed()).isEqualTo(GOING_AWAY);
  }

  private static String runtime() {
    return Fixtures.program("websocket", "io.berth.acceptance.program.WebSocketKm", "${port}");
  }

  /** One WebSocket, opened, and proved by an echo. */
  private static final class Caller implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    static Caller of(String id) throws Exception {
      BerthUnderTest berth = BerthUnderTest.current();
      Caller caller = new Caller();
      caller.socket =
          Api.admin()
              .client()
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + berth.adminToken())
              .buildAsync(URI.create("ws" + berth.url().toString().substring(4) + path(id)), caller)
              .get(60, TimeUnit.SECONDS);
      caller.socket.sendText("hello", true).join();
      assertThat(caller.heard()).isEqualTo("hello");
      return caller;
    }

    private static String path(String id) {
      return "/projects/" + id + "/km/ws";
    }

    String heard() throws InterruptedException {
      return heard.poll(30, TimeUnit.SECONDS);
    }

    /** The code of the close frame; fails when the connection was torn instead. */
    int closed() throws Exception {
      return closed.get(30, TimeUnit.SECONDS);
    }

    void talkUntilItEnds() {
      for (int i = 0; !closed.isDone(); i++) {
        try {
          socket.sendText("word " + i, true).get(30, TimeUnit.SECONDS);
        } catch (Exception ended) {
          return; // why: how it ended is told by the close frame
        }
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket of, CharSequence text, boolean last) {
      heard.add(text.toString());
      of.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket of, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket of, Throwable torn) {
      closed.completeExceptionally(torn);
    }
  }
}
