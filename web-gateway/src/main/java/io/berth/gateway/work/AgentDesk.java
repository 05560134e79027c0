package io.berth.gateway.work;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentStatus;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.agent.StoredAgents;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Receipt;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.Reports;
import io.berth.lifecycle.claim.Wish;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.waiting.WaitingClaims;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where agents register, ask for work and report, whichever way they come. Checks in this order:
 * the right, the input, as whom and on which project, the rate; then the database is asked.
 * Failures are {@link KmException} and {@code ProblemException}, which {@code Failures} turns into
 * a problem. Stateless; any thread; blocks on the database, never on another agent.
 */
public final class AgentDesk {
  /** How long a request may wait for a task. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(55);

  /** A registration: the agent as the caller may see it, and whether it is new. */
  public record Registration(AgentStatus status, boolean isNew) {}

  private final Agents agents;
  private final WaitingClaims claims;
  private final Reports reports;
  private final Counsel counsel;
  private final ProjectRegistry projects;
  private final Consumer<AgentId> rate;

  /**
   * Over these.
   *
   * @param rate ends a request for a task that comes too early
   */
  public AgentDesk(
      Agents agents,
      WaitingClaims claims,
      Reports reports,
      Counsel counsel,
      ProjectRegistry projects,
      Consumer<AgentId> rate) {
    this.agents = agents;
    this.claims = claims;
    this.reports = reports;
    this.counsel = counsel;
    this.projects = projects;
    this.rate = rate;
  }

  /** Registers an agent: {@code {agent_id,name,role,skills?,project_id?,capacity?}}. */
  public Registration register(Caller caller, JsonObject json) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    Agents.Registered registered = agents.register(AgentJson.read(json, caller), caller.subject());
    return new Registration(visible(caller, registered.agent().id()), registered.isNew());
  }

  /** An agent is there, perhaps again: {@code {agent_id}}; what it holds. */
  public AgentStatus connect(Caller caller, JsonObject json) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    JsonInput input = new JsonInput(json, Set.of("agent_id"));
    AgentId id = Acting.as(caller, input.requiredText("agent_id"));
    agents.seen(id);
    return visible(caller, id);
  }

  /** The agents that the caller may see, in the order of their ids. */
  public List<AgentStatus> list(Caller caller, Optional<AgentId> after, int most)
      throws KmException {
    Acting.require(caller, Action.READ_AGENTS);
    Optional<AgentId> self =
        Optional.of(caller.subject()).filter(AgentId::isValid).map(AgentId::new);
    return agents.list(after, Acting.scope(caller), self, most).stream()
        .map(status -> AgentJson.visible(status, caller))
        .toList();
  }

  /** One agent. why 404 for both: whether an agent of other projects exists is not its matter */
  public AgentStatus status(Caller caller, String name) throws KmException {
    Acting.require(caller, Action.READ_AGENTS);
    AgentId id = Acting.agent("agent_id", name);
    AgentStatus status = agents.status(id);
    boolean mine =
        GrantCheck.seesAll(caller)
            || caller.subject().equals(name)
            || status.agent().project().filter(caller.grants()::cover).isPresent();
    if (!mine) {
      throw StoredAgents.missing(id);
    }
    return AgentJson.visible(status, caller);
  }

  /** A task, at once or within the wait: {@code {agent_id,project_id?,request_id?,wait?}}. */
  public CompletionStage<Offer> request(Caller caller, JsonObject json) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    JsonInput input = new JsonInput(json, Set.of("agent_id", "project_id", "request_id", "wait"));
    Duration wait = wait(input.duration("wait").orElse(Duration.ZERO));
    AgentId agent = Acting.as(caller, input.requiredText("agent_id"));
    Optional<ProjectId> project =
        input
            .text("project_id")
            .map(name -> Acting.project(caller, Action.READ_TASKS, "project_id", name));
    if (project.isPresent() && projects.find(project.get()).isEmpty()) {
      throw StoredProjects.missing(project.get());
    }
    rate.accept(agent);
    return claims.request(
        new Wish(agent, Acting.scope(caller), project, input.text("request_id"), caller.subject()),
        wait);
  }

  /** How far the holder of a task is; completed finishes it. */
  public Receipt progress(Caller caller, JsonObject json, BoundAttempts bound) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    return reports.take(ReportInput.progress(json, caller, bound));
  }

  /** What keeps the holder of a task from going on, and what might help. */
  public BlockerAnswer blocker(Caller caller, JsonObject json, BoundAttempts bound)
      throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    Report report = ReportInput.blocker(json, caller, bound);
    return counsel.answer(report, reports.take(report));
  }

  /** The holder of a task is still there. */
  public Receipt heartbeat(Caller caller, JsonObject json, BoundAttempts bound) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    return reports.take(ReportInput.heartbeat(json, caller, bound));
  }

  /** The holder gives a task back, with what it has so far. */
  public Receipt release(Caller caller, JsonObject json, BoundAttempts bound) throws KmException {
    Acting.require(caller, Action.ACT_AS_AGENT);
    return reports.take(ReportInput.release(json, caller, bound));
  }

  private AgentStatus visible(Caller caller, AgentId id) throws KmException {
    return AgentJson.visible(agents.status(id), caller);
  }

  private static Duration wait(Duration wait) {
    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw Queries.invalid("'wait' must be from PT0S to " + LONGEST_WAIT);
    }
    return wait;
  }
}
