package io.berth.lifecycle.claim;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import java.util.List;
import java.util.Optional;

/**
 * An agent wants work.
 *
 * @param projects from these only; empty: from any
 * @param request the agent's number of this request, if it gives one: the same again is answered
 *     with the same task while it is held
 * @param actor who asks in its name
 */
public record Wish(
    AgentId agent, Optional<List<ProjectId>> projects, Optional<String> request, String actor) {
  public Wish {
    projects = projects.map(List::copyOf);
  }
}
