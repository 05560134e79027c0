package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;

/** Which agents there are, and how each is doing. Blocks on the database. */
public interface Agents {
  /** The outcome of {@link #register}: the agent, and whether this call made it. */
  record Registered(Agent agent, boolean isNew) {}

  /** What a registration that changed something said. */
  record Change(java.time.Instant at, String actor, NewAgent said) {}

  /**
   * Registers an agent. The same again changes nothing; other words change what is said of it, keep
   * its counts and its tasks, and are kept as history.
   *
   * @throws KmException INVALID, NO_SUCH_PROJECT
   */
  Registered register(NewAgent agent, String actor) throws KmException;

  /**
   * At most {@code limit} agents in the order of their ids, with what they hold.
   *
   * @param after only those whose id is greater: the cursor
   * @param projects only those whose own project is among these, and {@code self}; empty: all
   */
  List<AgentStatus> list(
      Optional<AgentId> after,
      Optional<List<ProjectId>> projects,
      Optional<AgentId> self,
      int limit)
      throws KmException;

  /**
   * One agent with what it holds.
   *
   * @throws KmException NO_SUCH_AGENT
   */
  AgentStatus status(AgentId id) throws KmException;

  /** What it registered as over time, the newest first. */
  List<Change> history(AgentId id, int limit) throws KmException;

  /** Notes that it was heard; not more often than twice a minute. */
  void seen(AgentId id) throws KmException;
}
