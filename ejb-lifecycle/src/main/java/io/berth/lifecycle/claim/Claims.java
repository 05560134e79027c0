package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;

/** Hands out tasks. Blocks on the database, and never on another agent. */
public interface Claims {
  /**
   * Gives the agent a task, or says why there is none. An agent that holds as many as it may is
   * told what it holds.
   *
   * @throws KmException NO_SUCH_AGENT
   */
  Offer request(Wish wish) throws KmException;
}
