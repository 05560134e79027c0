package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Heartbeats of many agents at once. Blocks on the database. */
public interface Heartbeats {
  /**
   * One heartbeat.
   *
   * @param task the one it is about; empty: all that the agent holds
   * @param attempt the number of the claim; empty: the one that it has now
   */
  record Beat(AgentId agent, Optional<TaskId> task, OptionalInt attempt) {}

  /** What an agent holds after its heartbeat. */
  record Heard(AgentId agent, Receipt receipt) {}

  /**
   * Takes them all, in one transaction of at most two statements. A beat that names a claim that is
   * over has no answer here; nothing is written about it.
   */
  List<Heard> beat(List<Beat> beats) throws KmException;
}
