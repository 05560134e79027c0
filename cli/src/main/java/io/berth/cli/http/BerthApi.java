package io.berth.cli.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One server with one credential. Every call is bounded in time; an answer that is an error becomes
 * a {@link CommandFailure} that says what the server said and what to check next.
 */
public final class BerthApi {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final int FIRST_ERROR = 400;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI base;
  private final String token;

  /** The server at this address. */
  public BerthApi(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** Where it is. */
  public URI base() {
    return base;
  }

  /** A value as one segment of a path. */
  public static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Reads. */
  public Reply get(String path) {
    return call("GET", path, BodyPublishers.noBody(), Map.of());
  }

  /** Sends an object. */
  public Reply post(String path, Object body) {
    return send("POST", path, body);
  }

  /** Changes with an object. */
  public Reply patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  /** Removes. */
  public Reply delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  private Reply send(String method, String path, Object body) {
    return call(
        method,
        path,
        BodyPublishers.ofString(json(body)),
        Map.of("Content-Type", "application/json"));
  }

  /** The same with headers of its own; errors become failures. */
  public Reply call(String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token)
            .method(method, body);
    headers.forEach(request::setHeader);
    HttpResponse<String> response =
        exchange(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    Reply reply = new Reply(response.statusCode(), response.headers(), response.body());
    if (reply.status() >= FIRST_ERROR) {
      throw Failures.of(reply);
    }
    return reply;
  }

  /** An answer without end, as it comes; the caller closes it. */
  public InputStream stream(String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    headers.forEach(request::setHeader);
    HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() < FIRST_ERROR) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw Failures.of(new Reply(response.statusCode(), response.headers(), text));
    } catch (IOException e) {
      throw new CommandFailure("The server at " + base + " broke off: " + e.getMessage(), e);
    }
  }

  /**
   * One exchange as it is, whatever its status, and however long it takes; the caller closes the
   * body, which breaks it off.
   */
  public HttpResponse<InputStream> open(
      String method, String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** An object as JSON text. */
  public static String json(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new CommandFailure(
          CommandFailure.NOT_RUNNING,
          "Berth does not run at " + base + ": start it with berth up, or check BERTH_URL.",
          e);
    } catch (HttpTimeoutException e) {
      throw new CommandFailure(
          "The server at "
              + base
              + " did not answer within "
              + ANSWER.toSeconds()
              + " s: look at berth status and berth logs.",
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          "The server at " + base + " broke off: look at berth logs. (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted.", e);
    }
  }
}
