package io.berth.gateway.rate;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.settings.BerthSettings;
import java.security.Principal;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a request on the data plane comes too early. Agents have a budget each, by the subject of
 * their token; projects have one that all their callers share. Called by the data plane on the
 * request's thread; never blocks, never sleeps.
 */
public final class RateLimits {
  private final Budgets projects;
  private final Budgets agents;

  public RateLimits(BerthSettings.Rates rates, LongSupplier nanos) {
    this.projects = new Budgets("project", rates.project(), nanos);
    this.agents = new Budgets("agent", rates.agent(), nanos);
  }

  /** Counts a request of this caller, if it is an agent. */
  public Optional<Exceeded> ofCaller(Principal caller) {
    return caller instanceof Caller known && known.isOnlyAgent()
        ? agents.take(known.subject())
        : Optional.empty();
  }

  /** Counts a request to this project, whoever sends it. */
  public Optional<Exceeded> ofProject(ProjectId project) {
    return projects.take(project.value());
  }
}
