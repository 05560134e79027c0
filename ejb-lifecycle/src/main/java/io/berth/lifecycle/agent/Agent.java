package io.berth.lifecycle.agent;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A registered agent, as PostgreSQL has it.
 *
 * @param skills in lower case, each once, in order
 * @param project the one it works for where it does not say; empty: all that it is granted
 * @param capacity how many tasks it may hold at once
 * @param completed tasks it finished
 * @param lost claims that ended because it was silent
 * @param registrations how often it registered
 * @param seenAt when it was last heard, to half a minute
 */
public record Agent(
    AgentId id,
    String name,
    String role,
    List<String> skills,
    Optional<ProjectId> project,
    int capacity,
    long completed,
    long lost,
    long registrations,
    Instant registeredAt,
    Instant seenAt) {
  public Agent {
    skills = List.copyOf(skills);
  }

  /**
   * From 0 to 2, and 1 for one nobody knows yet: twice the share of its claims that it finished,
   * where a new agent is taken to have finished one and lost one.
   */
  public double performance() {
    return 2.0 * (completed + 1) / (completed + lost + 2);
  }
}
