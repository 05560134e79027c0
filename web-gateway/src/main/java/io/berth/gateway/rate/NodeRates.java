package io.berth.gateway.rate;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.settings.BerthSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;

/**
 * The budgets of this node's projects and agents: one for whatever reaches a project's KM, by the
 * data plane or by a question to several of them. Container threads; never blocks.
 */
@ApplicationScoped
public class NodeRates {
  @Inject BerthSettings settings;

  private volatile RateLimits limits;
  private volatile RouteLimits routes;

  /** What the data plane counts with. */
  public RateLimits limits() {
    RateLimits made = limits;
    if (made == null) {
      synchronized (this) {
        made = limits;
        if (made == null) {
          made = new RateLimits(settings.rate(), System::nanoTime);
          limits = made;
        }
      }
    }
    return made;
  }

  /** What is counted by route. */
  public RouteLimits routes() {
    RouteLimits made = routes;
    if (made == null) {
      synchronized (this) {
        made = routes;
        if (made == null) {
          made = new RouteLimits(settings.routeRates(), System::nanoTime);
          routes = made;
        }
      }
    }
    return made;
  }

  /** Counts one request of this caller to each of these; ends it if it came too early for one. */
  public void take(Caller caller, Collection<ProjectId> projects) {
    orEnd(limits().ofCaller(caller));
    projects.forEach(project -> orEnd(limits().ofProject(project)));
  }

  private static void orEnd(Optional<Exceeded> exceeded) {
    if (exceeded.isPresent()) {
      throw new ProblemException(exceeded.get().problem());
    }
  }
}
