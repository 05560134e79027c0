package io.berth.lifecycle.waiting;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import java.util.List;

/**
 * Which of those who wait may have a task now, so that the others need not ask. What it says is a
 * guess: only a claim gives a task. It may name somebody in vain; as long as there is a task, it
 * names somebody who can have it.
 */
public interface Openings {
  /**
   * One who waits.
   *
   * @param anywhere whether the agent's own project is no matter, because its wish names one
   */
  record Asking(AgentId agent, boolean anywhere) {}

  /** Projects of which tasks may be had by somebody. */
  List<String> projects() throws KmException;

  /** Who may have a task of this project, in the order in which they are given. */
  List<AgentId> fitting(String project, List<Asking> oldestFirst) throws KmException;
}
