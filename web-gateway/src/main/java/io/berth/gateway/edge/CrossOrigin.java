package io.berth.gateway.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;

/**
 * What a browser is told about pages of other sites that an administrator listed; all others are
 * told nothing, which is a no. Stateless; on the request thread.
 */
final class CrossOrigin {
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID, Mcp-Session-Id,"
          + " Mcp-Protocol-Version, Mcp-Method, Mcp-Name, X-Request-Id, traceparent, tracestate";
  private static final String ANSWER_HEADERS =
      "Berth-Reason, Berth-Generation, Server-Timing, Retry-After, RateLimit, RateLimit-Policy,"
          + " WWW-Authenticate, Location, Mcp-Session-Id, X-Request-Id";
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

  private CrossOrigin() {}

  /** For an answer to a page of this origin. */
  static void allow(HttpServletResponse response, String origin) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
    response.addHeader("Vary", "Origin");
  }

  /** Whether a browser asks beforehand what a page may send. */
  static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** Tells it. why without a token: browsers send none with this question. */
  static void answer(HttpServletRequest request, HttpServletResponse response) {
    String method = request.getHeader("Access-Control-Request-Method");
    response.setHeader(
        "Access-Control-Allow-Methods", METHOD.matcher(method).matches() ? method : "GET");
    response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
    response.setHeader("Access-Control-Max-Age", "600");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
