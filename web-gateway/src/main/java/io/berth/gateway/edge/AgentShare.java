package io.berth.gateway.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many of the container's threads agents may hold at once outside the data plane, each and all
 * together: whoever sends a body byte by byte holds one. Operators, probes and the data plane keep
 * theirs. Thread-safe; never waits.
 */
final class AgentShare {
  /** Half of the container's 200 threads. */
  static final int MOST = 100;

  /** Of one agent. */
  static final int MOST_EACH = 25;

  private final Semaphore free = new Semaphore(MOST);
  private final Map<String, Integer> held = new ConcurrentHashMap<>();

  /** Takes a thread for this agent; who was given one must {@link #leave}. */
  boolean enter(String agent) {
    if (!free.tryAcquire()) {
      return false;
    }
    int mine = held.merge(agent, 1, Integer::sum);
    if (mine > MOST_EACH) {
      leave(agent);
      return false;
    }
    return true;
  }

  void leave(String agent) {
    held.computeIfPresent(agent, (name, count) -> count > 1 ? count - 1 : null);
    free.release();
  }

  /** Agents that hold any. */
  int agents() {
    return held.size();
  }
}
