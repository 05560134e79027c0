package io.berth.km.http;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The one way into a process of several projects: the secret that a request shows, and nothing
 * else, says which project's {@link Door} it takes. That door checks everything again. Called by
 * the HTTP server on request threads; doors come and go meanwhile.
 */
public final class SharedDoor implements HttpServerRequestHandler {
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
  public void handle(ClassicHttpRequest request, ResponseTrigger response, HttpContext context)
      throws HttpException, IOException {
    String presented = Door.first(request, Gatekeeper.SECRET);
    Door door = presented == null ? null : doors.get(Secret.digest(presented));
    if (door != null) {
      door.handle(request, response, context);
      return;
    }
    // why nothing is read: what a stranger sends is not worth a byte of the heap of several
    // projects
    request.setEntity(null);
    response.submitResponse(Door.message(stranger()));
  }

  private static Reply stranger() {
    return Reply.problem(
            401,
            "unauthorised",
            "Unauthorised",
            "The header "
                + Gatekeeper.SECRET
                + " does not carry the secret of a project that is open here")
        .with("Connection", "close");
  }
}
