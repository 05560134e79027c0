package io.berth.km.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.berth.km.Log;
import io.berth.km.access.Gatekeeper;
import io.berth.km.lease.Lease;
import io.berth.mcp.McpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The way every request takes: secret, identity, Host and Origin, path, body, then its route.
 * Called by the HTTP server on request threads.
 *
 * <p>A caller with the right secret renews the lease, whatever it asks. Nothing that goes wrong
 * behind this door reaches the caller as more than a problem without details; the details go to the
 * log.
 */
public final class Door implements HttpHandler {
  private final Gatekeeper gatekeeper;
  private final Lease lease;
  private final Traffic traffic;
  private final RequestLog log;
  private final Map<String, Route> routes;
  private final LongSupplier nanos;
  private final BodyReader bodies;

  public Door(
      Gatekeeper gatekeeper,
      Lease lease,
      Traffic traffic,
      RequestLog log,
      Map<String, Route> routes,
      BodyReader bodies,
      LongSupplier nanos) {
    this.gatekeeper = gatekeeper;
    this.lease = lease;
    this.traffic = traffic;
    this.log = log;
    this.routes = routes;
    this.bodies = bodies;
    this.nanos = nanos;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long start = nanos.getAsLong();
    String path = exchange.getRequestURI().getPath();
    boolean entered = traffic.enter();
    try (exchange) {
      Reply reply = entered ? answer(exchange, path) : draining();
      send(exchange, reply);
      log.request(
          routes.containsKey(path) ? path : "other", reply.status(), nanos.getAsLong() - start);
    } finally {
      if (entered) {
        traffic.leave();
      }
    }
  }

  private Reply answer(HttpExchange exchange, String path) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String subject;
    try {
      subject =
          gatekeeper.admit(
              headers.getFirst(Gatekeeper.SECRET),
              headers.getFirst(Gatekeeper.SUBJECT),
              headers.getFirst(Gatekeeper.SIGNATURE));
    } catch (Gatekeeper.Refused refused) {
      return Reply.problem(401, "unauthorised", "Unauthorised", refused.getMessage());
    }
    lease.renew();
    String breach = OriginRule.breach(headers::getFirst);
    if (breach != null) {
      return Reply.problem(403, "foreign-origin", "Foreign origin", breach);
    }
    Route route = routes.get(path);
    if (route == null) {
      return Reply.problem(
          404,
          "not-found",
          "Not found",
          "There is no such path here; known are " + String.join(", ", routes.keySet()));
    }
    return routed(exchange, route, path, headers::getFirst, subject);
  }

  private Reply routed(
      HttpExchange exchange, Route route, String path, McpHeaders.Source headers, String subject)
      throws IOException {
    try (BodyReader.Body body = bodies.read(exchange)) {
      return route.answer(
          new Request(exchange.getRequestMethod(), path, headers, subject, body.bytes()));
    } catch (BodyReader.Refused refused) {
      return refused.reply();
    } catch (RuntimeException | Error e) {
      // why: an error too, since the caller would otherwise see its connection cut and not know
      // whether to try again
      Log.failure("A request to " + path + " failed", e);
      return Reply.problem(
          500, "internal", "Internal error", "The server made a mistake; its log says more");
    }
  }

  static Reply draining() {
    return Reply.problem(503, "draining", "Going down", "This process is stopping; ask again")
        .with("Retry-After", "1")
        .with("Connection", "close");
  }

  static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    byte[] body = reply.body();
    if (body == null || body.length == 0) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    headers.set("Content-Type", reply.contentType());
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
