package io.berth.gateway.platform;

import io.berth.gateway.problem.Incidents;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemReply;
import io.berth.mcp.McpReply;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The answer to a call that waits, written once by a managed thread; if it never comes, the
 * container's time-out ends the request.
 */
final class LateReply implements AsyncListener {
  private static final Logger LOG = Logger.getLogger(LateReply.class.getName());

  /** Longer than any tool waits. */
  private static final Duration LONGEST = Duration.ofSeconds(75);

  private final AsyncContext async;
  private final AtomicBoolean over = new AtomicBoolean();

  private LateReply(AsyncContext async) {
    this.async = async;
  }

  static LateReply of(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.setTimeout(LONGEST.toMillis());
    LateReply late = new LateReply(async);
    async.addListener(late);
    return late;
  }

  void follow(CompletableFuture<McpReply> reply, Executor executor) {
    reply.whenCompleteAsync((answer, thrown) -> finish(reply), executor);
  }

  private void finish(CompletableFuture<McpReply> reply) {
    if (over.compareAndSet(false, true)) {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      try {
        if (reply.isCompletedExceptionally()) {
          ProblemReply.send(response, defect(reply));
        } else {
          write(response, reply.join());
        }
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.FINE, "the caller of a waiting tool has gone", e);
      } finally {
        async.complete();
      }
    }
  }

  static void write(HttpServletResponse response, McpReply reply) throws IOException {
    response.setStatus(reply.status());
    if (reply.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader("Retry-After", "1");
    }
    if (reply.body() == null) {
      response.setContentLength(0);
      return;
    }
    response.setContentType("application/json");
    response.setContentLength(reply.body().length);
    response.getOutputStream().write(reply.body());
  }

  static ProblemDetail defect(CompletableFuture<McpReply> failed) {
    try {
      failed.join();
      throw new IllegalStateException("not failed");
    } catch (CompletionException e) {
      return Incidents.report(e.getCause() == null ? e : e.getCause(), "POST /mcp");
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    if (over.compareAndSet(false, true)) {
      ProblemReply.send(
          (HttpServletResponse) async.getResponse(),
          ProblemDetail.of("unavailable", 503, "the answer did not come in time")
              .retryAfter(Duration.ofSeconds(1)));
      async.complete();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    over.set(true);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    over.set(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // why nothing: it is never dispatched again
  }
}
