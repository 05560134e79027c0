package io.berth.gateway.work;

import io.berth.gateway.rate.TaskRequests;
import io.berth.lifecycle.advice.BlockerAdvice;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.claim.Reports;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.waiting.WaitingClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Puts the {@link AgentDesk} together for those who are injected with it. Called by CDI. */
@ApplicationScoped
public class DeskSetup {
  /** A desk; it keeps nothing, so each who asks gets one. */
  @Produces
  public AgentDesk desk(
      Agents agents,
      WaitingClaims claims,
      Reports reports,
      BlockerAdvice advice,
      Jobs jobs,
      ProjectRegistry projects,
      TaskRequests rate) {
    return new AgentDesk(
        agents,
        claims,
        reports,
        new Counsel(advice, jobs),
        projects,
        agent -> rate.take(agent.value()));
  }
}
