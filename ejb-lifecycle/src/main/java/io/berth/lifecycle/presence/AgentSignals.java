package io.berth.lifecycle.presence;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import java.util.List;

/** What agents must hear, in the order of its numbers. Blocks on the database. */
public interface AgentSignals {
  /** An agent that heard everything up to this number. */
  record Listener(AgentId agent, long heard) {}

  /** The number of the newest event; what is committed later has a greater one. */
  long newest() throws KmException;

  /** At most so many after the first number, up to the second one. */
  List<AgentSignal> between(long after, long upTo, int most) throws KmException;

  /** What these missed up to this number; at most so many for each. One statement for all. */
  List<AgentSignal> missed(List<Listener> listeners, long upTo, int mostEach) throws KmException;
}
