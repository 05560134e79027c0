package io.berth.acceptance.streams;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One open WebSocket: the last word it heard, and the code with which it was closed. */
final class Caller implements WebSocket.Listener {
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile CompletableFuture<String> word = new CompletableFuture<>();
  private volatile WebSocket socket;

  static CompletableFuture<Caller> of(Api api, String project) {
    BerthUnderTest berth = BerthUnderTest.current();
    Caller caller = new Caller();
    return api.client()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + berth.adminToken())
        .buildAsync(
            URI.create(
                "ws" + berth.url().toString().substring(4) + "/projects/" + project + "/km/ws"),
            caller)
        .thenApply(
            opened -> {
              caller.socket = opened;
              return caller;
            });
  }

  /** Says it and is done when it came back. */
  CompletableFuture<String> say(String text) {
    word = new CompletableFuture<>();
    CompletableFuture<String> answer = word;
    return socket.sendText(text, true).thenCompose(sent -> answer);
  }

  /** The code of the close frame; failed when the connection was torn instead. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public CompletionStage<?> onText(WebSocket of, CharSequence text, boolean last) {
    word.complete(text.toString());
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
    word.completeExceptionally(torn);
  }
}
