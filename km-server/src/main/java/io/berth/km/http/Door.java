package io.berth.km.http;

import io.berth.km.Log;
import io.berth.km.access.Gatekeeper;
import io.berth.km.lease.Lease;
import io.berth.mcp.McpHeaders;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The way every request takes: secret, identity, Host and Origin, path, body, then its route.
 * Called by the HTTP server on request threads.
 *
 * <p>A caller with the right secret renews the lease, whatever it asks. Nothing that goes wrong
 * behind this door reaches the caller as more than a problem without details; the details go to the
 * log.
 */
public final class Door implements HttpServerRequestHandler {
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
    this.nanos = nanos;
    this.bodies = bodies;
  }

  @Override
  public void handle(ClassicHttpRequest request, ResponseTrigger response, HttpContext context)
      throws HttpException, IOException {
    long start = nanos.getAsLong();
    String path = path(request);
    boolean entered = traffic.enter();
    try {
      Reply reply = entered ? answer(request, path, response) : draining();
      boolean clean = bodies.leave(request);
      response.submitResponse(message(clean ? reply : reply.with("Connection", "close")));
      log.request(
          routes.containsKey(path) ? path : "other", reply.status(), nanos.getAsLong() - start);
    } finally {
      if (entered) {
        traffic.leave();
      }
    }
  }

  /** why not decoded: none of our paths has anything to decode */
  private static String path(ClassicHttpRequest request) {
    String target = request.getPath();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private Reply answer(ClassicHttpRequest request, String path, ResponseTrigger response)
      throws HttpException, IOException {
    McpHeaders.Source headers = name -> first(request, name);
    String subject;
    try {
      subject =
          gatekeeper.admit(
              headers.first(Gatekeeper.SECRET),
              headers.first(Gatekeeper.SUBJECT),
              headers.first(Gatekeeper.SIGNATURE));
    } catch (Gatekeeper.Refused refused) {
      return Reply.problem(401, "unauthorised", "Unauthorised", refused.getMessage());
    }
    lease.renew();
    String breach = OriginRule.breach(headers);
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
    return routed(request, response, route, new Admitted(path, headers, subject));
  }

  /** What the door found out about a request before it read the body. */
  private record Admitted(String path, McpHeaders.Source headers, String subject) {}

  private Reply routed(
      ClassicHttpRequest request, ResponseTrigger response, Route route, Admitted admitted)
      throws HttpException, IOException {
    try (BodyReader.Body body = bodies.read(request, response)) {
      return route.answer(
          new Request(
              request.getMethod(),
              admitted.path(),
              admitted.headers(),
              admitted.subject(),
              body.bytes()));
    } catch (BodyReader.Refused refused) {
      return refused.reply();
    } catch (RuntimeException | Error e) {
      // why: an error too, since the caller would otherwise see its connection cut and not know
      // whether to try again
      Log.failure("A request to " + admitted.path() + " failed", e);
      return Reply.problem(
          500, "internal", "Internal error", "The server made a mistake; its log says more");
    }
  }

  private static Reply draining() {
    return Reply.problem(503, "draining", "Going down", "This process is stopping; ask again")
        .with("Retry-After", "1")
        .with("Connection", "close");
  }

  static ClassicHttpResponse message(Reply reply) {
    ClassicHttpResponse response = new BasicClassicHttpResponse(reply.status());
    reply.headers().forEach(response::setHeader);
    byte[] body = reply.body();
    if (body != null && body.length > 0) {
      // why parsed leniently: it is ours, and only to be sent as it is
      response.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(reply.contentType())));
    }
    return response;
  }

  static String first(ClassicHttpRequest request, String name) {
    Header header = request.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
