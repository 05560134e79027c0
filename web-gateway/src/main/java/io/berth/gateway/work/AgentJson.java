package io.berth.gateway.work;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentStatus;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.agent.HeldTask;
import io.berth.lifecycle.agent.NewAgent;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Agents as JSON, in and out, in the names of the originals. Pure. */
public final class AgentJson {
  private AgentJson() {}

  static NewAgent read(JsonObject json, Caller caller) {
    JsonInput input =
        new JsonInput(json, Set.of("agent_id", "name", "role", "skills", "project_id", "capacity"));
    AgentId id = Acting.as(caller, input.requiredText("agent_id"));
    Optional<ProjectId> project =
        input
            .text("project_id")
            .map(name -> Acting.project(caller, Action.READ_TASKS, "project_id", name));
    return new NewAgent(
        id,
        input.requiredText("name"),
        input.requiredText("role"),
        input.texts("skills"),
        project,
        capacity(input.number("capacity"), caller));
  }

  /** why not by itself: capacity decides how much of everybody's work an agent may take */
  private static OptionalInt capacity(OptionalLong given, Caller caller) {
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    if (given.getAsLong() < 1 || given.getAsLong() > 100) {
      throw Queries.invalid("'capacity' must be a whole number from 1 to 100");
    }
    if (caller.isOnlyAgent() && given.getAsLong() > 1) {
      throw Acting.forbidden("an operator sets the capacity of an agent, not the agent itself");
    }
    return OptionalInt.of((int) given.getAsLong());
  }

  /** What this caller may see of it: no tasks of projects that are not its own. */
  static AgentStatus visible(AgentStatus status, Caller caller) {
    List<HeldTask> held =
        status.held().stream()
            .filter(task -> GrantCheck.allows(caller, Action.READ_TASKS, task.project()))
            .toList();
    return new AgentStatus(status.agent(), held, status.connected());
  }

  /** An agent and what it does. */
  public static JsonView view(AgentStatus status) {
    Agent agent = status.agent();
    return new JsonView()
        .text("id", agent.id())
        .text("name", agent.name())
        .text("role", agent.role())
        .texts("skills", agent.skills())
        .text("status", status.held().isEmpty() ? "available" : "working")
        .flag("connected", status.connected())
        .texts("current_tasks", status.held().stream().map(HeldTask::id).toList())
        .number("total_completed", agent.completed())
        .number("total_lost", agent.lost())
        .measured("performance_score", agent.performance())
        .number("capacity", agent.capacity())
        .text("project_id", agent.project())
        .number("registrations", agent.registrations())
        .text("registered_at", agent.registeredAt())
        .text("seen_at", agent.seenAt());
  }

  /** A task that it holds. */
  public static JsonView held(HeldTask task) {
    return new JsonView()
        .text("task_id", task.id())
        .text("task_name", task.name())
        .text("project_id", task.project())
        .text("status", task.state().toLowerCase(Locale.ROOT))
        .number("attempt", task.attempt())
        .text("assigned_at", task.assignedAt())
        .text("lease_until", task.leaseUntil())
        .text("instructions", task.description());
  }

  /** What it registered as. */
  public static JsonView change(Agents.Change change) {
    NewAgent said = change.said();
    return new JsonView()
        .text("at", change.at())
        .text("actor", change.actor())
        .text("name", said.name())
        .text("role", said.role())
        .texts("skills", said.skills())
        .text("project_id", said.project())
        .number("capacity", said.capacity());
  }

  /** The whole answer to a question about one agent. */
  public static JsonView shown(AgentStatus status) {
    return new JsonView()
        .flag("success", true)
        .view("agent", view(status))
        .view("current_assignment", status.held().stream().findFirst().map(AgentJson::held))
        .views("current_assignments", status.held(), AgentJson::held);
  }

  /** The whole answer to a registration. */
  public static JsonView registered(AgentDesk.Registration registration) {
    AgentStatus status = registration.status();
    return new JsonView()
        .flag("success", true)
        .text("message", "Agent " + status.agent().id() + " is registered")
        .text("agent_id", status.agent().id())
        .view("agent", view(status));
  }

  /** A page of a list, and where the next one begins. */
  public static JsonView page(List<AgentStatus> page, int most) {
    return new JsonView()
        .flag("success", true)
        .views("agents", page, AgentJson::view)
        .number("total", page.size())
        .text(
            "nextCursor",
            page.size() < most
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).agent().id()));
  }
}
