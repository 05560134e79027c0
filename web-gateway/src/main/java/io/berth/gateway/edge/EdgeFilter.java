package io.berth.gateway.edge;

import io.berth.connector.api.KmException;
import io.berth.gateway.problem.OwnHeaders;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.proxy.LongCalls;
import io.berth.gateway.proxy.ProjectDoor;
import io.berth.gateway.rate.Exceeded;
import io.berth.gateway.rate.RouteLimits;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The first thing every request meets, whatever serves it in the end: management API, proxy,
 * handshakes, MicroProfile's own pages. Gives it an id, looks at its host and origin, finds out who
 * is asking, and refuses strangers. On the request thread.
 */
final class EdgeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String DATA_PLANE = "/projects";

  private final transient Authenticator authenticator;
  private final transient Doors doors;
  private final transient ResourceMetadata metadata;
  private final transient Optional<String> hsts;
  private final transient RefusalLog refusals = new RefusalLog();
  private final transient AgentShare share = new AgentShare();
  private final transient EdgeWatch watch;
  private final transient RouteLimits routes;
  private final transient Supplier<ProjectDoor> doorOfProjects;
  private transient ProjectDoor projects;

  EdgeFilter(
      Authenticator authenticator,
      Doors doors,
      ResourceMetadata metadata,
      Duration httpsOnly,
      RouteLimits routes,
      EdgeWatch watch,
      Supplier<ProjectDoor> projects) {
    this.doorOfProjects = projects;
    this.routes = routes;
    this.watch = watch;
    this.authenticator = authenticator;
    this.doors = doors;
    this.metadata = metadata;
    this.hsts =
        httpsOnly.isZero() ? Optional.empty() : Optional.of("max-age=" + httpsOnly.toSeconds());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long begun = watch.begin();
    boolean handedOn = false;
    String id = RequestId.of(request.getHeader(RequestId.HEADER), request.getHeader("traceparent"));
    request.setAttribute(RequestId.ATTRIBUTE, id);
    response.setHeader(RequestId.HEADER, id);
    if (request.isSecure()) {
      hsts.ifPresent(value -> response.setHeader("Strict-Transport-Security", value));
    }
    boolean km = isDataPlane(request);
    if (!km) {
      LongCalls.keep(request, response);
      // why not for a handshake: it has no body, and the container keeps its head as long as it
      // lives
      if (!SocketToken.isHandshake(request)) {
        OwnHeaders.put(response);
      }
    }
    Caller caller = null;
    try {
      if (!isAdmitted(request, response, km)) {
        return;
      }
      if (isOpen(request.getRequestURI())) {
        if (isSignIn(request)) {
          Optional<Exceeded> early = routes.ofSignIn(request.getRemoteAddr(), response::setHeader);
          if (early.isPresent()) {
            refuse(response, early.get().problem(), false);
            return;
          }
        }
        chain.doFilter(request, response);
        return;
      }
      caller = authenticator.authenticate(SocketToken.authorization(request));
      if (!permitted(request, caller)) {
        refuse(response, ProblemDetail.forbidden(caller.subject() + " may not see this"), km);
      } else if (km) {
        handedOn = true;
        projects().serve(request, response, caller);
      } else if (!caller.isOnlyAgent()) {
        chain.doFilter(new CallerRequest(request, caller), response);
      } else {
        shared(new CallerRequest(request, caller), caller.subject(), response, chain);
      }
    } catch (TokenRejected e) {
      refuse(response, unauthorised(request, e), km);
    } catch (KmException e) {
      refuse(response, ProblemDetail.of(e, Optional.empty()), km);
    } finally {
      refusals.look(request, response, caller, km);
      if (!handedOn) {
        watch.look(request, response, caller, begun);
      }
    }
  }

  /** Whether the request goes on: by its host and origin, and unless it was only a question. */
  private boolean isAdmitted(HttpServletRequest request, HttpServletResponse response, boolean km)
      throws IOException {
    if (PathRights.isProbe(request.getRequestURI())) {
      return true;
    }
    String origin = request.getHeader("Origin");
    Optional<ProblemDetail> refused =
        doors.refuses(request.getHeader("Host"), origin).or(() -> endless(request));
    if (refused.isPresent()) {
      refuse(response, refused.get(), km);
      return false;
    }
    if (doors.isListed(origin)) {
      CrossOrigin.allow(response, origin);
      if (CrossOrigin.isPreflight(request)) {
        CrossOrigin.answer(request, response);
        return false;
      }
    }
    return true;
  }

  /** why the reason: on the data plane it tells an answer of ours from one of a KM. */
  private static void refuse(HttpServletResponse response, ProblemDetail problem, boolean km)
      throws IOException {
    if (km) {
      response.setHeader("Berth-Reason", problem.label());
    }
    ProblemReply.send(response, problem);
  }

  private static boolean isSignIn(HttpServletRequest request) {
    return PathRights.isSignIn(request.getRequestURI());
  }

  private static boolean isOpen(String path) {
    return PathRights.isOpen(path) || ResourceMetadata.isAt(path);
  }

  /** why: the container passes on such a body as it came, and never says that it is over. */
  private static Optional<ProblemDetail> endless(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") != null && request.getHeader("Upgrade") != null
        ? Optional.of(
            ProblemDetail.of(
                "length-required",
                411,
                "a request with Upgrade needs a Content-Length: leave Upgrade away (Java's HttpClient:"
                    + " version HTTP_1_1), or do not send the body in chunks"))
        : Optional.empty();
  }

  /**
   * why not down the chain: no other filter is for the projects, and each step on it costs some
   * microseconds. why late: the data plane opens after the filters are made.
   */
  private ProjectDoor projects() {
    ProjectDoor known = projects;
    if (known == null) {
      known = doorOfProjects.get();
      projects = known;
    }
    return known;
  }

  /** Says which check failed, and where a client finds out how to get a token. */
  private ProblemDetail unauthorised(HttpServletRequest request, TokenRejected why) {
    String challenge =
        "Bearer realm=\"berth\""
            + (request.getHeader("Authorization") == null ? "" : ", error=\"invalid_token\"");
    Optional<String> where =
        metadata.url(request.getScheme(), request.getHeader("Host"), request.getRequestURI());
    return ProblemDetail.unauthorised(why.getMessage())
        .with(
            Map.of(
                ProblemDetail.CHALLENGE,
                challenge + where.map(u -> ", resource_metadata=\"" + u + "\"").orElse("")));
  }

  private void shared(
      CallerRequest request, String agent, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Exceeded> early = routes.ofManagement(agent, response::setHeader);
    if (early.isPresent()) {
      ProblemReply.send(response, early.get().problem());
      return;
    }
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
}
