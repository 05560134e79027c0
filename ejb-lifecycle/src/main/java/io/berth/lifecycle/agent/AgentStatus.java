package io.berth.lifecycle.agent;

import java.util.List;

/**
 * An agent and what it holds, the oldest claim first.
 *
 * @param connected whether it has a WebSocket to any node now
 */
public record AgentStatus(Agent agent, List<HeldTask> held, boolean connected) {
  public AgentStatus {
    held = List.copyOf(held);
  }

  /** Whether it could take another task. */
  public boolean available() {
    return held.size() < agent.capacity();
  }
}
