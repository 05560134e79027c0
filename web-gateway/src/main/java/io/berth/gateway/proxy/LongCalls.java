package io.berth.gateway.proxy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Callers of the management API who wait for something: what they wait for is broken off when they
 * hang up, as on the data plane. Called on container threads, by which the request was read to its
 * end; never waits.
 */
@ApplicationScoped
public class LongCalls {
  @Inject DataPlaneSetup plane;

  /** Cancels what this caller waits for when it is gone before that is done. */
  public void endWithCaller(ServletResponse response, CompletableFuture<?> wait) {
    if (!wait.isDone()) {
      endWithCaller(ConnectionBreaker.socket(response), wait);
    }
  }

  private void endWithCaller(Object socket, CompletableFuture<?> wait) {
    CallerWatch.Watched watched =
        plane.callers().begin(socket, () -> plane.later(() -> wait.cancel(false)));
    wait.whenComplete((done, failure) -> watched.close());
  }
}
