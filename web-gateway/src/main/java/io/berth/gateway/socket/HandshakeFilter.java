package io.berth.gateway.socket;

import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Stands between the edge filter and the container's WebSockets: a handshake that is refused gets a
 * problem like any other request. On the request thread; never waits.
 */
@WebFilter(urlPatterns = HandshakeRules.PREFIX + "*")
public class HandshakeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String info = request.getPathInfo();
    String path = info == null ? request.getServletPath() : request.getServletPath() + info;
    HandshakeRequest handshake = new HandshakeRequest(request);
    try {
      HandshakeRules.check(
          (Caller) request.getUserPrincipal(),
          request.getRequestURI(),
          path,
          request.getHeader("Upgrade"),
          handshake.lastSeen());
    } catch (ProblemException e) {
      ProblemReply.send(response, e.problem());
      return;
    }
    chain.doFilter(handshake, response);
  }
}
