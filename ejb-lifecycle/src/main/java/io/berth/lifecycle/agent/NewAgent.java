package io.berth.lifecycle.agent;

import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What an agent says of itself. Checked by {@link AgentRules}. */
public record NewAgent(
    AgentId id,
    String name,
    String role,
    List<String> skills,
    Optional<ProjectId> project,
    OptionalInt capacity) {
  public NewAgent {
    skills = List.copyOf(skills);
  }
}
