package io.berth.lifecycle.secret;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Secrets that stand as one document in a key-value store that speaks as HashiCorp Vault's KV
 * version 2. Asked once a minute at most, by one thread at a time; after a failure not again for
 * ten seconds. While it is away the last answer is good. Any thread, which waits at most for one
 * answer.
 */
public final class VaultSecrets implements AutoCloseable {
  /**
   * Where it is.
   *
   * @param path of the document in the API, like secret/data/berth
   */
  public record Place(URI url, SecretSource token, String path, Duration timeout) {}

  private static final Logger LOG = Logger.getLogger(VaultSecrets.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int LIMIT = 256 * 1024;
  private static final int OK = 200;

  private final Place place;
  private final LongSupplier nanos;
  private final Executor executor;
  private final HttpClient client;
  private Map<String, String> known;
  private long readAt;
  private IOException failure;
  private long failedAt;

  public VaultSecrets(Place place, LongSupplier nanos, Executor executor) {
    this.place = place;
    this.nanos = nanos;
    this.executor = executor;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(place.timeout())
            .executor(executor)
            .build();
  }

  /** One of them. */
  public SecretSource named(String key) {
    return () -> {
      String value = document().get(key);
      if (value == null || value.isEmpty()) {
        throw new IOException("the document at " + where() + " has no text '" + key + "'");
      }
      return value;
    };
  }

  /** One of them, or an empty text if the document has none of this name. */
  public SecretSource optional(String key) {
    return () -> document().getOrDefault(key, "");
  }

  private synchronized Map<String, String> document() throws IOException {
    long now = nanos.getAsLong();
    if (known != null && now - readAt < FRESH.toNanos()) {
      return known;
    }
    if (failure == null || now - failedAt >= PAUSE.toNanos()) {
      ask(now);
    }
    if (known == null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return known;
  }

  private void ask(long now) {
    try {
      known = texts(answer());
      readAt = now;
      failure = null;
    } catch (IOException e) {
      failure = e;
      failedAt = nanos.getAsLong();
      LOG.log(
          Level.WARNING,
          "{0}; {1}",
          new Object[] {
            e.getMessage(), known == null ? "there are no secrets" : "the last answer is used"
          });
    }
  }

  private byte[] answer() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(where()))
            .header("X-Vault-Token", place.token().read())
            .header("X-Vault-Request", "true")
            .GET()
            .build();
    CompletableFuture<HttpResponse<InputStream>> reply =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    long limit = place.timeout().toNanos();
    long start = nanos.getAsLong();
    try {
      HttpResponse<InputStream> head = reply.get(limit, TimeUnit.NANOSECONDS);
      // why closed whatever happens: that ends the reading of a body that does not
      try (InputStream closed = head.body()) {
        return CompletableFuture.supplyAsync(() -> body(head), executor)
            .get(limit - (nanos.getAsLong() - start), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new IOException(where() + " did not answer within " + place.timeout(), e);
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("the server is going down", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UncheckedIOException refused
          ? refused.getCause()
          : new IOException(where() + " is not reached (" + e.getCause() + ")", e);
    }
  }

  private byte[] body(HttpResponse<InputStream> reply) {
    try {
      if (reply.statusCode() != OK) {
        throw new IOException(where() + " answers " + reply.statusCode() + hint(reply));
      }
      byte[] read = reply.body().readNBytes(LIMIT + 1);
      if (read.length > LIMIT) {
        throw new IOException("the document at " + where() + " is larger than " + LIMIT);
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hint(HttpResponse<?> reply) {
    return switch (reply.statusCode()) {
      case 403 -> "; check the token in berth.vault.token-file and what it may read";
      case 404 -> "; check berth.vault.path, which is like secret/data/berth";
      default -> "; look at what runs there";
    };
  }

  private Map<String, String> texts(byte[] body) throws IOException {
    try {
      Object outer = JSON.std.mapFrom(body).get("data");
      if (outer instanceof Map<?, ?> data && data.get("data") instanceof Map<?, ?> inner) {
        Map<String, String> texts = new HashMap<>();
        inner.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return Map.copyOf(texts);
      }
    } catch (IOException notQuoted) {
      // why without the cause: its message quotes the text, which is secret
      throw new IOException("the answer of " + where() + " is not JSON");
    }
    throw new IOException("the answer of " + where() + " is not a document of KV version 2");
  }

  private String where() {
    return place.url() + "/v1/" + place.path();
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
