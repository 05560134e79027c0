package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.rate.Exceeded;
import io.berth.gateway.rate.RateLimits;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The door to all projects: finds out where a request goes and whether it may, then hands it to a
 * {@link ProxyCall}. Called by the servlet on container threads.
 */
final class DataPlane {
  private final Shared shared;
  private final Access access;
  private final ProjectDirectory projects;
  private final ProjectGates gates;
  private final RateLimits rates;
  private final Semaphore inline;

  DataPlane(
      Shared shared,
      Access access,
      ProjectDirectory projects,
      ProjectGates gates,
      RateLimits rates) {
    this.shared = shared;
    this.access = access;
    this.projects = projects;
    this.gates = gates;
    this.rates = rates;
    this.inline = new Semaphore(shared.settings().inlineLimit());
  }

  void serve(Inbound in, Principal caller) {
    CallTimes times = new CallTimes(shared.nanos());
    ProjectId named = null;
    Route route = null;
    try {
      route = Routes.parse(in.path(), in.query());
      named = route.project();
      if (caller == null || !access.allows(caller, named)) {
        throw new Refusal(403, "forbidden", "the caller has no grant for project " + named);
      }
      // why before the project is looked up: who asks for many that are not there is counted too
      Optional<Exceeded> early = rates.ofCaller(caller);
      KnownProject project = early.isPresent() ? null : known(named);
      early = early.isPresent() ? early : rates.ofProject(named);
      if (early.isPresent()) {
        tooEarly(early.get(), named, in, times);
        return;
      }
      List<KmHeader> headers = in.headers();
      HeaderRules.check(headers);
      start(
          new ProxyCall(
              shared, in, route, project, gates.of(named), caller.getName(), headers, times));
    } catch (Refusal refusal) {
      boolean hidden = route != null && route.kind() == Route.Kind.MCP && refusal.status() == 400;
      Problems problem = Problems.of(refusal, named);
      (hidden ? problem.forMcp() : problem).send(in, 0, times.serverTiming());
    } catch (KmException failure) {
      Problems.of(failure, named).send(in, 0, times.serverTiming());
    }
  }

  private void tooEarly(Exceeded early, ProjectId project, Inbound in, CallTimes times) {
    Problems.of(early, project).send(in, 0, times.serverTiming());
    shared.metrics().ended(project, Problems.RATE_LIMITED, times.total(), times.others());
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
