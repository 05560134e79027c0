package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.rate.Exceeded;
import io.berth.gateway.rate.RateLimits;
import io.berth.gateway.rate.RouteLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The door to all projects: finds out where a request goes and whether it may, then hands it to a
 * {@link ProxyCall}. Called by the edge on container threads.
 */
final class DataPlane implements ProjectDoor {
  private final Shared shared;
  private final Access access;
  private final ProjectDirectory projects;
  private final ProjectGates gates;
  private final RateLimits rates;
  private final RouteLimits routes;
  private final Semaphore inline;

  DataPlane(
      Shared shared,
      Access access,
      ProjectDirectory projects,
      ProjectGates gates,
      RateLimits rates,
      RouteLimits routes) {
    this.shared = shared;
    this.access = access;
    this.projects = projects;
    this.gates = gates;
    this.rates = rates;
    this.routes = routes;
    this.inline = new Semaphore(shared.settings().inlineLimit());
  }

  @Override
  public void serve(HttpServletRequest request, HttpServletResponse response, Principal caller) {
    serve(new ServletInbound(request, response), caller);
  }

  void serve(Inbound in, Principal caller) {
    CallTimes times = new CallTimes(shared.nanos());
    ProjectId named = null;
    Route route = null;
    CallStory story = null;
    try {
      route = Routes.parse(in.path(), in.query());
      named = route.project();
      List<KmHeader> headers = in.headers();
      String subject = caller == null ? null : caller.getName();
      story = new CallStory(shared, in, route, subject, headers, times);
      if (caller == null || !access.allows(caller, named)) {
        throw new Refusal(403, "forbidden", "the caller has no grant for project " + named);
      }
      // why before the project is looked up: who asks for many that are not there is counted too
      Optional<Exceeded> early = rates.ofCaller(caller);
      if (early.isEmpty() && route.kind() == Route.Kind.MCP) {
        early = routes.ofMcp(caller);
      }
      KnownProject project = early.isPresent() ? null : known(named);
      early = early.isPresent() ? early : rates.ofProject(named);
      if (early.isPresent()) {
        Problems.of(early.get(), named).send(in, 0, times.serverTiming());
        story.ended(Problems.RATE_LIMITED, 0);
        return;
      }
      HeaderRules.check(headers);
      start(new ProxyCall(shared, in, route, project, gates.of(named), subject, headers, story));
    } catch (Refusal refusal) {
      boolean hidden = route != null && route.kind() == Route.Kind.MCP && refusal.status() == 400;
      Problems problem = Problems.of(refusal, named);
      refuse(hidden ? problem.forMcp() : problem, in, times, story);
    } catch (KmException failure) {
      refuse(Problems.of(failure, named), in, times, story);
    }
  }

  private static void refuse(Problems problem, Inbound in, CallTimes times, CallStory story) {
    problem.send(in, 0, times.serverTiming());
    if (story != null) {
      story.unmeasured(problem.label(), 0);
    }
  }

  private KnownProject known(ProjectId id) throws KmException, Refusal {
    Optional<KnownProject> project = projects.find(id);
    if (project.isEmpty()) {
      throw new Refusal(
          404, "no-such-project", "there is no project " + id + "; register it first");
    }
    return project.get();
  }

  /** why: the container must keep threads for others, however many KMs are slow. */
  private void start(ProxyCall call) {
    boolean mayWaitHere = inline.tryAcquire();
    try {
      call.start(mayWaitHere);
    } finally {
      if (mayWaitHere) {
        inline.release();
      }
    }
  }
}
