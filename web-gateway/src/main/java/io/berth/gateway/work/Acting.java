package io.berth.gateway.work;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * As whom and on which projects a caller may act: an agent as itself and on what it is granted, an
 * operator in anybody's name. Pure.
 */
public final class Acting {
  private Acting() {}

  /** The agent of that name, if the caller may act as it. */
  public static AgentId as(Caller caller, String name) {
    AgentId agent = agent("agent_id", name);
    if (caller.isOnlyAgent() && !caller.subject().equals(agent.value())) {
      throw forbidden(
          "the token of "
              + caller.subject()
              + " acts as "
              + caller.subject()
              + " alone, not as "
              + agent
              + ": use the token of that agent");
    }
    return agent;
  }

  /** A name of an agent. */
  public static AgentId agent(String field, String name) {
    if (!AgentId.isValid(name)) {
      throw Queries.invalid("'" + field + "' must be " + AgentId.RULE);
    }
    return new AgentId(name);
  }

  /** A name of a project on which the caller may do this. */
  public static ProjectId project(Caller caller, Action action, String field, String name) {
    if (!ProjectId.isValid(name)) {
      throw Queries.invalid("'" + field + "' must be " + ProjectId.RULE);
    }
    ProjectId project = new ProjectId(name);
    require(caller, action, project);
    return project;
  }

  /** Ends the request if the caller may not do this to the project. */
  public static void require(Caller caller, Action action, ProjectId project) {
    if (!GrantCheck.allows(caller, action, project)) {
      throw forbidden(
          caller.subject()
              + " has no right to "
              + words(action)
              + " of "
              + project
              + ": ask for a token with that right");
    }
  }

  /** A task's name, of a project on which the caller may do this. */
  public static TaskId task(Caller caller, Action action, String name) {
    TaskId id;
    try {
      id = TaskId.of(name);
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'task_id': " + e.getMessage());
    }
    require(caller, action, id.project());
    return id;
  }

  /** Ends the request if the caller may not do this to anything. */
  public static void require(Caller caller, Action action) {
    if (!GrantCheck.allows(caller, action)) {
      throw forbidden(
          caller.subject()
              + " has no right to "
              + words(action)
              + ": ask for a token with that right");
    }
  }

  private static String words(Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The projects that it may see; empty: all. */
  public static Optional<List<ProjectId>> scope(Caller caller) {
    return GrantCheck.seesAll(caller)
        ? Optional.empty()
        : Optional.of(
            caller.grants().projects().stream()
                .sorted(Comparator.comparing(ProjectId::value))
                .toList());
  }

  /** The named project if one is named, on which it may then do this; else all that it may see. */
  public static Optional<List<ProjectId>> scope(
      Caller caller, Action action, String field, String name) {
    return name == null || name.isEmpty()
        ? scope(caller)
        : Optional.of(List.of(project(caller, action, field, name)));
  }

  /** Ends the request because of who asks. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(ProblemDetail.forbidden(detail));
  }
}
