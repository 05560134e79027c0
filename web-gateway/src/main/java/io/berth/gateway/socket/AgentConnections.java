package io.berth.gateway.socket;

import io.berth.lifecycle.agent.AgentId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of this node, one for each agent: who connects again replaces its older one.
 * Bounded, also in those that are ended and not closed by their clients. Thread-safe.
 */
final class AgentConnections {
  /** Of one agent that are not closed yet. */
  static final int MOST_EACH = 4;

  private final int most;
  private final Map<AgentId, AgentConnection> open = new ConcurrentHashMap<>();
  private final Map<AgentId, Integer> admitted = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Set<AgentId> changed = new HashSet<>();

  AgentConnections(int most) {
    this.most = most;
  }

  /** Lets it in, unless there is no room: then why not. */
  Optional<String> enter(AgentConnection connection) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return Optional.of("this node has " + most + " agents connected; try again later");
    }
    AgentId agent = connection.agent();
    if (admitted.merge(agent, 1, Integer::sum) > MOST_EACH) {
      forget(agent);
      return Optional.of("too many connections of this agent are not closed yet");
    }
    AgentConnection before = open.put(agent, connection);
    change(agent);
    if (before != null) {
      before.end(CloseCode.REPLACED, "replaced: the agent connected again");
    }
    return Optional.empty();
  }

  /** It is closed. Called once for each that was let in. */
  void leave(AgentConnection connection) {
    forget(connection.agent());
    if (open.remove(connection.agent(), connection)) {
      change(connection.agent());
    }
  }

  private void forget(AgentId agent) {
    admitted.computeIfPresent(agent, (id, mine) -> mine > 1 ? mine - 1 : null);
    count.decrementAndGet();
  }

  /** Whether it is connected must be told again. */
  void change(AgentId agent) {
    synchronized (changed) {
      changed.add(agent);
    }
  }

  /** The agents that came or went since the last call. */
  Set<AgentId> changes() {
    synchronized (changed) {
      Set<AgentId> all = Set.copyOf(changed);
      changed.clear();
      return all;
    }
  }

  Optional<AgentConnection> of(AgentId agent) {
    return Optional.ofNullable(open.get(agent));
  }

  boolean isOpen(AgentConnection connection) {
    return open.get(connection.agent()) == connection;
  }

  Collection<AgentConnection> all() {
    return open.values();
  }

  /** Agents that are connected. */
  int size() {
    return open.size();
  }
}
