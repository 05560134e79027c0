package io.berth.lifecycle.presence;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import java.util.Collection;

/** Which agents are connected to this node, told in bulk. Blocks on the database. */
public interface Presence {
  /**
   * What changed since the last round.
   *
   * @param here connected now; who is not registered is passed over
   * @param gone connected no more
   * @param heard heard since
   */
  record Round(Collection<AgentId> here, Collection<AgentId> gone, Collection<AgentId> heard) {}

  /** Writes a round, in one transaction, and that this node lives. */
  void tell(Round round) throws KmException;

  /** Nobody is connected to this node: it starts, or ends. */
  void nobody() throws KmException;
}
