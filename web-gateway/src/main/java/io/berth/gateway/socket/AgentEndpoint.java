package io.berth.gateway.socket;

import io.berth.gateway.security.Caller;
import io.berth.lifecycle.agent.AgentId;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The container's end of all agents' WebSockets: one object for all of them, made once. Who comes
 * here was let in by the filter before it. Container threads; never waits. Public because the
 * container calls it by reflection.
 */
public final class AgentEndpoint extends Endpoint {
  static final String PATH = "/ws/agent/{agent_id}";

  private static final Logger LOG = Logger.getLogger(AgentEndpoint.class.getName());
  private static final String CONNECTION = "berth.connection";

  private final AgentSockets sockets;
  private final int messageSize;

  AgentEndpoint(AgentSockets sockets, int messageSize) {
    this.sockets = sockets;
    this.messageSize = messageSize;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    // why: silence is our own matter, for all connections at once
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(messageSize);
    session.setMaxBinaryMessageBufferSize(1);
    AgentId agent = new AgentId(session.getPathParameters().get("agent_id"));
    sockets
        .opened(agent, (Caller) session.getUserPrincipal(), new SessionWire(session), seen(session))
        .ifPresent(connection -> listen(session, connection));
  }

  private void listen(Session session, AgentConnection connection) {
    session.getUserProperties().put(CONNECTION, connection);
    session.addMessageHandler(
        String.class, (MessageHandler.Whole<String>) text -> sockets.received(connection, text));
    session.addMessageHandler(
        PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> sockets.alive(connection));
  }

  private static Optional<Long> seen(Session session) {
    List<String> said = session.getRequestParameterMap().get(HandshakeRules.LAST_SEEN);
    return said == null ? Optional.empty() : Optional.of(Long.valueOf(said.get(0)));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (session.getUserProperties().remove(CONNECTION) instanceof AgentConnection connection) {
      sockets.closed(connection);
    }
  }

  @Override
  public void onError(Session session, Throwable failure) {
    LOG.log(Level.FINE, "a connection of an agent failed", failure);
  }
}
