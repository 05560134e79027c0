package io.berth.lifecycle.outbox;

import io.berth.lifecycle.secret.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Posts events to a URL: a batch of CloudEvents in JSON, signed as Standard Webhooks says. Any 2xx
 * within the time is a receipt; everything else is tried again. Follows no redirect, reads nothing
 * of a reply but its status, reads the secret anew each time.
 */
public final class WebhookSink implements Sink {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI url;
  private final SecretSource secret;
  private final Duration timeout;
  private final InstantSource clock;
  private final HttpClient client;

  public WebhookSink(
      URI url, SecretSource secret, Duration timeout, InstantSource clock, Executor executor) {
    this.url = url;
    this.secret = secret;
    this.timeout = timeout;
    this.clock = clock;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .executor(executor)
            .build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void deliver(List<OutEvent> events) throws SinkFailure {
    String id = events.get(0).id() + "-" + events.get(events.size() - 1).number();
    String body = events.stream().map(OutEvent::json).collect(Collectors.joining(",", "[", "]"));
    long seconds = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/cloudevents-batch+json; charset=UTF-8")
            .header("User-Agent", "Berth")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(seconds))
            .header("webhook-signature", Signature.of(key(), id, seconds, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    int status = status(request);
    if (status / 100 != 2) {
      throw new SinkFailure(url + " answers " + status + "; look at what runs there");
    }
  }

  private byte[] key() throws SinkFailure {
    try {
      return Signature.key(secret.read());
    } catch (IOException e) {
      throw new SinkFailure(e.getMessage(), e);
    }
  }

  private int status(HttpRequest request) throws SinkFailure {
    CompletableFuture<HttpResponse<Void>> reply =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      // why not the request's own time-out: it ends with the head of a reply, which may go on for
      // ever
      return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new SinkFailure(url + " did not answer within " + timeout, e);
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw new SinkFailure("the server is going down", e);
    } catch (ExecutionException e) {
      throw new SinkFailure(url + " is not reached (" + e.getCause() + ")", e);
    }
  }

  @Override
  public void close() {
    // why by its type: since Java 21 a client can be closed; before, it ends when nobody has it
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
