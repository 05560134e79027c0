package io.berth.gateway.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a problem as the whole answer of a servlet or filter. Stateless; on the request thread.
 */
public final class ProblemReply {
  private ProblemReply() {}

  /** Answers with the problem, unless an answer is already on its way. */
  public static void send(HttpServletResponse response, ProblemDetail problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(ProblemDetail.MEDIA_TYPE);
    OwnHeaders.put(response);
    problem.retryAfterSeconds().ifPresent(s -> response.setHeader("Retry-After", s));
    problem.headers().forEach(response::setHeader);
    byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
