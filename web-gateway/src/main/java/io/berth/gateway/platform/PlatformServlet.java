package io.berth.gateway.platform;

import io.berth.connector.api.Problem;
import io.berth.gateway.json.Limits;
import io.berth.gateway.problem.CallerLeft;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.proxy.LongCalls;
import io.berth.gateway.security.Caller;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import io.berth.mcp.McpEndpoint;
import io.berth.mcp.McpReply;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * {@code /mcp}: Berth's own tools, in both eras of MCP. There are no sessions and no streams here,
 * so GET and DELETE are not allowed, which both eras understand. Stands behind the edge filter,
 * which knows the caller. The request thread asks the database; who waits for a task holds none,
 * and is given none when it hangs up before.
 */
@WebServlet(urlPatterns = "/mcp", asyncSupported = true)
public class PlatformServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Calls that ask the database at once; as many as the routes of tasks. */
  private static final int MOST = 100;

  @Inject transient PlatformServer server;
  @Inject transient LongCalls calls;

  private final transient Json json =
      new Json(new JsonLimits(Limits.MANAGEMENT, 32, Limits.MANAGEMENT));
  private final transient Semaphore places = new Semaphore(MOST);
  private transient McpEndpoint<Visit> endpoint;
  private transient Executor executor;

  /** Called by the container before the first request. */
  @Override
  public void init() {
    endpoint = server.endpoint();
    executor = server.executor();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("POST")) {
      ProblemReply.send(
          response,
          problem("method-not-allowed", 405, "messages are sent with POST; there are no streams")
              .with(Map.of("Allow", "POST")));
    } else if (!isJson(request.getContentType())) {
      ProblemReply.send(
          response,
          problem("unsupported-media-type", 415, "Content-Type must be application/json"));
    } else if (!(request.getUserPrincipal() instanceof Caller caller)) {
      ProblemReply.send(response, ProblemDetail.unauthorised("a token is required"));
    } else {
      read(request, response, caller);
    }
  }

  private void read(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    try {
      byte[] body = request.getInputStream().readNBytes(Limits.MANAGEMENT + 1);
      if (body.length > Limits.MANAGEMENT) {
        ProblemReply.send(
            response,
            problem("too-large", 413, "the body is larger than " + Limits.MANAGEMENT + " bytes"));
      } else if (!places.tryAcquire()) {
        ProblemReply.send(
            response,
            problem(
                    Problem.OVERLOADED.label(),
                    503,
                    "too many calls at once: try again in a moment")
                .retryAfter(Duration.ofSeconds(1)));
      } else {
        answer(request, response, caller, body);
      }
    } catch (CallerLeft gone) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, Caller caller, byte[] body)
      throws IOException {
    CompletableFuture<McpReply> reply;
    try {
      reply = begin(request, caller, body).toCompletableFuture();
    } catch (RuntimeException defect) {
      reply = CompletableFuture.failedFuture(defect);
    } finally {
      places.release();
    }
    if (reply.isDone() && !reply.isCompletedExceptionally()) {
      LateReply.write(response, reply.join());
    } else if (reply.isDone()) {
      ProblemReply.send(response, LateReply.defect(reply));
    } else {
      LateReply.of(request).follow(reply, executor);
    }
  }

  private CompletionStage<McpReply> begin(HttpServletRequest request, Caller caller, byte[] body) {
    try {
      Visit visit = new Visit(caller, wait -> calls.endWithCaller(request, wait));
      return endpoint.begin(request::getHeader, json.read(body), visit);
    } catch (JsonException e) {
      return CompletableFuture.completedFuture(McpEndpoint.notJson(e));
    }
  }

  private static ProblemDetail problem(String label, int status, String detail) {
    return ProblemDetail.of(label, status, detail);
  }

  /** A request without the line is taken at its word: many small clients leave it out. */
  private static boolean isJson(String contentType) {
    if (contentType == null) {
      return true;
    }
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }
}
