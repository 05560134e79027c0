package io.berth.gateway.platform;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.Agents;
import java.util.Optional;

/**
 * Which project a caller means that names none, as callers of the originals do: the only one that
 * its token covers, else the one that it registered for. Blocks on the database.
 */
final class ProjectChoice {
  private final Agents agents;

  ProjectChoice(Agents agents) {
    this.agents = agents;
  }

  /** The project, on which the caller may do this. */
  ProjectId of(Caller caller, Action action, Optional<String> named) throws KmException {
    if (named.isPresent()) {
      return Acting.project(caller, action, "project_id", named.get());
    }
    ProjectId project = own(caller);
    Acting.require(caller, action, project);
    return project;
  }

  private ProjectId own(Caller caller) throws KmException {
    if (!GrantCheck.seesAll(caller) && caller.grants().projects().size() == 1) {
      return caller.grants().projects().iterator().next();
    }
    return registered(caller)
        .orElseThrow(
            () ->
                Queries.invalid(
                    "'project_id' is required: your token covers several projects and you are not"
                        + " registered for one of them; list_projects names them"));
  }

  private Optional<ProjectId> registered(Caller caller) throws KmException {
    if (!AgentId.isValid(caller.subject())) {
      return Optional.empty();
    }
    try {
      return agents.status(new AgentId(caller.subject())).agent().project();
    } catch (KmException e) {
      if (e.problem() == Problem.NO_SUCH_AGENT) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
