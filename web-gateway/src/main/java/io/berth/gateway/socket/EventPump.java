package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.presence.AgentSignal;
import io.berth.lifecycle.presence.AgentSignals;
import io.berth.lifecycle.presence.AgentSignals.Listener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Brings to agents what they must hear, in order and without holes: reads the events once for all
 * that are connected, and what those missed who connect again, many with one statement. One thread
 * of the node calls {@link #turn}.
 */
final class EventPump {
  private static final int PAGE = 500;

  /** Of those who connect, in one statement. */
  static final int TOGETHER = 500;

  /** Of one agent in one statement. */
  static final int MOST_EACH = 20;

  private final AgentConnections connections;
  private final AgentSignals signals;
  private final int sendQueue;
  private final Queue<AgentConnection> joining = new ConcurrentLinkedQueue<>();
  private final Map<AgentId, AgentConnection> live = new HashMap<>();
  private volatile long read = -1;

  EventPump(AgentConnections connections, AgentSignals signals, int sendQueue) {
    this.connections = connections;
    this.signals = signals;
    this.sendQueue = sendQueue;
  }

  /** The number up to which events were read; negative before the first time. */
  long number() {
    return read;
  }

  /** Brings it what comes after this number. Any thread. */
  void join(AgentConnection connection, long seen) {
    connection.seen(seen);
    joining.add(connection);
  }

  /** Reads and sends what there is. */
  void turn() throws KmException {
    long newest = signals.newest();
    live.values().removeIf(connection -> !connections.isOpen(connection));
    long from = read < 0 || live.isEmpty() ? newest : read;
    while (from < newest) {
      List<AgentSignal> page = signals.between(from, newest, PAGE);
      page.forEach(this::tell);
      from = page.size() < PAGE ? newest : page.get(page.size() - 1).number();
    }
    read = newest;
    for (boolean more = true; more; ) {
      more = welcome();
    }
  }

  private void tell(AgentSignal signal) {
    AgentConnection connection = live.get(signal.agent());
    if (connection != null && signal.number() > connection.seenNumber()) {
      connection.seen(signal.number());
      connection.send(SocketJson.cancelled(signal));
    }
  }

  /** Those who joined are told what they missed; false when there is nobody left for now. */
  private boolean welcome() throws KmException {
    Map<AgentId, AgentConnection> now = new HashMap<>();
    List<AgentConnection> later = new ArrayList<>();
    List<Listener> missing = new ArrayList<>();
    while (now.size() < TOGETHER && !joining.isEmpty()) {
      AgentConnection connection = joining.poll();
      if (!connections.isOpen(connection)) {
        continue;
      }
      if (!connection.hasRoom(MOST_EACH, sendQueue)) {
        later.add(connection);
        continue;
      }
      now.put(connection.agent(), connection);
      if (connection.seenNumber() < read) {
        missing.add(new Listener(connection.agent(), connection.seenNumber()));
      }
    }
    try {
      replay(now, missing, later);
    } catch (KmException e) {
      joining.addAll(now.values());
      throw e;
    } finally {
      joining.addAll(later);
    }
    return now.size() >= TOGETHER;
  }

  private void replay(
      Map<AgentId, AgentConnection> now, List<Listener> missing, List<AgentConnection> later)
      throws KmException {
    Map<AgentId, Integer> told = new HashMap<>();
    if (!missing.isEmpty()) {
      for (AgentSignal signal : signals.missed(missing, read, MOST_EACH)) {
        AgentConnection connection = now.get(signal.agent());
        connection.seen(signal.number());
        connection.send(SocketJson.cancelled(signal));
        told.merge(signal.agent(), 1, Integer::sum);
      }
    }
    now.forEach(
        (agent, connection) -> {
          if (told.getOrDefault(agent, 0) >= MOST_EACH) {
            later.add(connection);
          } else {
            live.put(agent, connection);
          }
        });
  }
}
