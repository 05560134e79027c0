package io.berth.gateway.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Stands before what reads bodies itself, the management API and MCP of Berth: a caller that leaves
 * in the middle of one is one line in the log, and its answer goes to nobody. The data plane has
 * its own way. On the request thread.
 */
final class LeavingFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean chunked = request.getHeader("Transfer-Encoding") != null;
    if (request.getContentLengthLong() > 0 || chunked) {
      WatchedBody body = new WatchedBody(request);
      chain.doFilter(body, new ListenedAnswer(response, body));
    } else {
      chain.doFilter(request, response);
    }
  }
}
