package io.berth.acceptance.streams;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;

/** One open stream of events: what it heard, and how it ended. Takes no thread of its own. */
final class Listener implements Flow.Subscriber<String> {
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Listener> open = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  static Listener of(Api api, String project) {
    Listener listener = new Listener();
    api.client()
        .sendAsync(
            // why built anew: the usual request has a time limit, and a stream has none
            HttpRequest.newBuilder(api.request("/projects/" + project + "/km/events").build().uri())
                .header("Authorization", "Bearer " + BerthUnderTest.current().adminToken())
                .build(),
            BodyHandlers.fromLineSubscriber(listener))
        .whenComplete(listener::answered);
    return listener;
  }

  private void answered(HttpResponse<Void> answer, Throwable failure) {
    if (failure != null) {
      open.completeExceptionally(failure);
    } else if (answer.statusCode() != 200) {
      open.completeExceptionally(new IllegalStateException("status " + answer.statusCode()));
    }
  }

  /** Done once it heard the hello. */
  CompletableFuture<Listener> open() {
    return open;
  }

  /** Done when the stream ended whole; failed when it was torn. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean heard(String text) {
    return heard.contains("data: " + text);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    heard.add(line);
    if (line.equals("data: hello")) {
      open.complete(this);
    }
  }

  @Override
  public void onError(Throwable torn) {
    ended.completeExceptionally(torn);
    open.completeExceptionally(torn);
  }

  @Override
  public void onComplete() {
    ended.complete(null);
  }
}
