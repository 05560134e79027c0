package io.berth.km.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way into a process of several projects: the secret that a request shows, and nothing
 * else, says which project's {@link Door} it takes. That door checks everything again. Called by
 * the HTTP server on request threads; doors come and go meanwhile.
 */
public final class SharedDoor implements HttpHandler {
  // why by digest: a look-up by the secret itself would take longer the more of it is right
  private final Map<String, Door> doors = new ConcurrentHashMap<>();

  /** From now on whoever shows this secret gets in by that door. */
  public void add(Secret secret, Door door) {
    if (doors.putIfAbsent(secret.digest(), door) != null) {
      throw new IllegalStateException("two projects have the same secret");
    }
  }

  public void remove(Secret secret) {
    doors.remove(secret.digest());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String presented = exchange.getRequestHeaders().getFirst(Gatekeeper.SECRET);
    Door door = presented == null ? null : doors.get(Secret.digest(presented));
    if (door != null) {
      door.handle(exchange);
      return;
    }
    try (exchange) {
      Door.send(
          exchange,
          Reply.problem(
              401,
              "unauthorised",
              "Unauthorised",
              "The header "
                  + Gatekeeper.SECRET
                  + " does not carry the secret of a project that is open here"));
    }
  }
}
