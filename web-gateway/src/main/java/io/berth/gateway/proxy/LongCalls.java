package io.berth.gateway.proxy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Callers of the management API who wait for something: what they wait for is broken off when they
 * hang up, as on the data plane. Called on container threads, by which the request was read to its
 * end; never waits.
 */
@ApplicationScoped
public class LongCalls {
  private static final String RESPONSE = "berth.response";

  @Inject DataPlaneSetup plane;

  /** Keeps the container's own response: what JAX-RS hands out instead has no socket. */
  public static void keep(ServletRequest request, ServletResponse response) {
    request.setAttribute(RESPONSE, response);
  }

  /** Cancels what this caller waits for when it is gone before that is done. */
  public void endWithCaller(ServletRequest request, CompletableFuture<?> wait) {
    if (!wait.isDone() && request.getAttribute(RESPONSE) instanceof ServletResponse response) {
      endWithCaller(ConnectionBreaker.socket(response), wait);
    }
  }

  private void endWithCaller(Object socket, CompletableFuture<?> wait) {
    CallerWatch.Watched watched =
        plane.callers().begin(socket, () -> plane.later(() -> wait.cancel(false)));
    wait.whenComplete((done, failure) -> watched.close());
  }
}
