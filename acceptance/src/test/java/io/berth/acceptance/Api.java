package io.berth.acceptance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A caller of Berth with one token. Small on purpose: the tests show the raw requests. */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final String token;

  public Api(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** The administrator of the installation under test. */
  public static Api admin() {
    return new Api(BerthUnderTest.current().url(), BerthUnderTest.current().adminToken());
  }

  /** Whom it calls as; for requests that are made by hand. */
  public String token() {
    return token;
  }

  /** The same server with another token; empty for none. */
  public Api with(String other) {
    return new Api(base, other);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(90));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  public Reply post(String path, Object body) {
    return send(json(path, body));
  }

  public Reply method(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder json(String path, Object body) {
    return request(path)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(body instanceof String s ? s : write(body)));
  }

  public Reply send(HttpRequest.Builder request) {
    try {
      return new Reply(CLIENT.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException("the request was broken off: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Reply::new);
  }

  /** One call of the built-in KM in the original's shape. */
  public Reply tool(String project, String tool, Map<String, ?> input) {
    return post("/projects/" + project + "/mcp", Map.of("tool_name", tool, "tool_input", input));
  }

  public HttpClient client() {
    return CLIENT;
  }

  public static String write(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JSON object as a map. */
  public static Map<String, Object> object(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + json, e);
    }
  }

  /** What came back, with the body as text and, where it is JSON, as a map. */
  public record Reply(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public Map<String, Object> json() {
      return object(response.body());
    }

    public long number(String field) {
      return ((Number) json().get(field)).longValue();
    }

    public String text(String field) {
      return String.valueOf(json().get(field));
    }

    @Override
    public String toString() {
      return response.statusCode() + " " + response.headers().map() + " " + response.body();
    }
  }
}
