package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.settings.BerthSettings;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The life of a connection: it comes, says something, goes. Called by the endpoint on container
 * threads, which never wait here.
 */
final class AgentSockets {
  private static final Logger LOG = Logger.getLogger(AgentSockets.class.getName());

  private final BerthSettings.AgentSockets limits;
  private final AgentConnections connections;
  private final EventPump events;
  private final MessageDesk desk;
  private final Upkeep upkeep;
  private final Executor executor;
  private final LongSupplier nanos;
  private volatile boolean closing;

  AgentSockets(
      BerthSettings.AgentSockets limits,
      AgentConnections connections,
      EventPump events,
      MessageDesk desk,
      Upkeep upkeep,
      Executor executor,
      LongSupplier nanos) {
    this.limits = limits;
    this.connections = connections;
    this.events = events;
    this.desk = desk;
    this.upkeep = upkeep;
    this.executor = executor;
    this.nanos = nanos;
  }

  /**
   * A connection was opened.
   *
   * @param seen the number of the last event that its client saw, if it says so
   * @return empty when it was ended at once
   */
  Optional<AgentConnection> opened(AgentId agent, Caller caller, Wire wire, Optional<Long> seen) {
    AgentConnection connection =
        new AgentConnection(agent, caller, wire, limits.sendQueue(), executor);
    connection.heard(nanos.getAsLong());
    long number = events.number();
    Optional<String> refused =
        closing || number < 0
            ? Optional.of("this node is starting or stopping; try again soon")
            : connections.enter(connection);
    if (refused.isPresent()) {
      connection.end(CloseCode.TRY_LATER, refused.get());
      return Optional.empty();
    }
    connection.send(SocketJson.connected(agent, number, seen, Upkeep.SILENCE));
    events.join(connection, seen.orElse(number));
    return Optional.of(connection);
  }

  /** It said something. */
  void received(AgentConnection connection, String text) {
    connection.heard(nanos.getAsLong());
    try {
      if (!upkeep.mayStay(connection)) {
        return;
      }
    } catch (KmException unknown) {
      // why it goes on: whoever was let in stays while nobody can tell that it must not
      LOG.log(Level.FINE, "whether a token was revoked cannot be told now", unknown);
    }
    desk.received(connection, text);
  }

  /** It answered a ping. */
  void alive(AgentConnection connection) {
    connection.heard(nanos.getAsLong());
  }

  /** It is closed: nobody waits for a task there any more. */
  void closed(AgentConnection connection) {
    connection.release();
    connections.leave(connection);
  }

  /** Ends all, and lets none in any more. */
  void close() {
    closing = true;
    connections
        .all()
        .forEach(each -> each.end(CloseCode.GOING_AWAY, "this node stops: connect again"));
  }
}
