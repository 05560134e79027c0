package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;

/** What an agent must look like before it is stored. Pure. */
final class AgentRules {
  /** Tasks that one agent may hold at once at most. */
  static final int MOST_TASKS = 100;

  private static final int LONGEST = 200;

  private AgentRules() {}

  /** The agent with its skills in order. */
  static NewAgent check(NewAgent agent) throws KmException {
    text("name", agent.name());
    text("role", agent.role());
    int capacity = agent.capacity().orElse(1);
    if (capacity < 1 || capacity > MOST_TASKS) {
      throw new KmException(
          Problem.INVALID, "'capacity' must be a whole number from 1 to " + MOST_TASKS);
    }
    return new NewAgent(
        agent.id(),
        agent.name(),
        agent.role(),
        Skills.of("skills", agent.skills()),
        agent.project(),
        agent.capacity());
  }

  private static void text(String field, String value) throws KmException {
    if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(c -> c < ' ')) {
      throw new KmException(
          Problem.INVALID,
          "'" + field + "' must be 1 to " + LONGEST + " characters without control characters");
    }
  }
}
