package io.berth.gateway.edge;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Authenticator;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.gateway.security.PathRights;
import io.berth.gateway.security.TokenRejected;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The first thing every request meets, whatever serves it in the end: management API, proxy,
 * handshakes, MicroProfile's own pages. Gives it an id, finds out who is asking, and refuses
 * strangers. On the request thread; never blocks.
 */
final class EdgeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String DATA_PLANE = "/projects";

  private final transient Authenticator authenticator;
  private final transient AgentShare share = new AgentShare();

  EdgeFilter(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    String id = RequestId.of(request.getHeader(RequestId.HEADER), request.getHeader("traceparent"));
    request.setAttribute(RequestId.ATTRIBUTE, id);
    response.setHeader(RequestId.HEADER, id);
    if (!isDataPlane(request)) {
      ownHeaders(response);
    }
    if (PathRights.isOpen(path)) {
      chain.doFilter(request, response);
      return;
    }
    try {
      Caller caller = authenticator.authenticate(request.getHeader("Authorization"));
      if (!permitted(request, caller)) {
        ProblemReply.send(
            response, ProblemDetail.forbidden(caller.subject() + " may not see this"));
      } else if (isDataPlane(request) || !caller.isOnlyAgent()) {
        chain.doFilter(new CallerRequest(request, caller), response);
      } else {
        shared(new CallerRequest(request, caller), caller.subject(), response, chain);
      }
    } catch (TokenRejected e) {
      ProblemReply.send(response, ProblemDetail.unauthorised(e.getMessage()));
    }
  }

  private void shared(
      CallerRequest request, String agent, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!share.enter(agent)) {
      ProblemReply.send(response, crowded(agent));
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      share.leave(agent);
    }
  }

  private static ProblemDetail crowded(String agent) {
    return ProblemDetail.of(
            "overloaded",
            503,
            "too many requests of "
                + agent
                + ", or of all agents, are under way; finish some and ask again")
        .retryAfter(Duration.ofSeconds(1));
  }

  /** why the servlet's path: it is what the container routes by, however the path was spelled. */
  private static boolean isDataPlane(HttpServletRequest request) {
    return DATA_PLANE.equals(request.getServletPath());
  }

  private static boolean permitted(HttpServletRequest request, Caller caller) {
    String info = request.getPathInfo();
    String decoded = info == null ? request.getServletPath() : request.getServletPath() + info;
    Optional<Action> needed = PathRights.needed(decoded);
    return needed.isEmpty() || GrantCheck.allows(caller, needed.get());
  }

  /** What a browser should know about our own answers; a KM's answers stay as they are. */
  private static void ownHeaders(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cache-Control", "no-store");
  }
}
