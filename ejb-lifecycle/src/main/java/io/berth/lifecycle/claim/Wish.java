package io.berth.lifecycle.claim;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import java.util.List;
import java.util.Optional;

/**
 * An agent wants work.
 *
 * @param projects from these only, which it is granted; empty: from any
 * @param only from this one of them; empty: from the agent's own project if it has one
 * @param request the agent's number of this request, if it gives one: the same again is answered
 *     with the same task while it is held
 * @param actor who asks in its name
 */
public record Wish(
    AgentId agent,
    Optional<List<ProjectId>> projects,
    Optional<ProjectId> only,
    Optional<String> request,
    String actor) {
  public Wish {
    projects = projects.map(List::copyOf);
  }

  /** Whether it may see this project at all. */
  boolean covers(ProjectId project) {
    return projects.isEmpty() || projects.get().contains(project);
  }

  /** The projects from which it is given work, where this is its own one. */
  Wish narrowed(Optional<ProjectId> own) {
    Optional<ProjectId> one = only.or(() -> own);
    return one.isEmpty()
        ? this
        : new Wish(
            agent,
            Optional.of(covers(one.get()) ? List.of(one.get()) : List.of()),
            only,
            request,
            actor);
  }
}
