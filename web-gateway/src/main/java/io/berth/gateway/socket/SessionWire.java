package io.berth.gateway.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A session of the container as a wire. why asynchronous: a blocking send holds a thread as long as
 * its reader is slow.
 */
record SessionWire(Session session) implements Wire {
  private static final Logger LOG = Logger.getLogger(SessionWire.class.getName());
  private static final int MOST_BYTES = 123;

  @Override
  public void send(String text, Consumer<Throwable> done) {
    try {
      session
          .getAsyncRemote()
          .sendText(text, result -> done.accept(result.isOK() ? null : result.getException()));
    } catch (IllegalStateException closed) {
      done.accept(closed);
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | IllegalStateException | IllegalArgumentException gone) {
      LOG.log(Level.FINE, "a connection has gone before it was asked", gone);
    }
  }

  @Override
  public void close(int code, String reason) {
    try {
      String told = reason.length() > MOST_BYTES ? reason.substring(0, MOST_BYTES) : reason;
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), told));
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, "a connection has gone before it was closed", gone);
    }
  }
}
