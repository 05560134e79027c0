package io.berth.connector.jca;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * The listeners of one managed connection, which the container's pool registers. Told on the thread
 * that caused the event, never under a lock; one listener's failure does not keep it from the next.
 */
final class ConnectionEvents {
  private static final System.Logger LOG = System.getLogger(ConnectionEvents.class.getName());

  private final ManagedConnection source;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();

  ConnectionEvents(ManagedConnection source) {
    this.source = source;
  }

  void add(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  void remove(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  /** The caller gave its handle back: the pool may lend the permit again. */
  void closed(KmConnectionHandle handle) {
    ConnectionEvent event = new ConnectionEvent(source, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    tell(ConnectionEventListener::connectionClosed, event);
  }

  /** The permit is worthless: the pool throws it away. */
  void failed(Exception cause) {
    ConnectionEvent event =
        new ConnectionEvent(source, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
    tell(ConnectionEventListener::connectionErrorOccurred, event);
  }

  private void tell(
      BiConsumer<ConnectionEventListener, ConnectionEvent> call, ConnectionEvent event) {
    for (ConnectionEventListener listener : listeners) {
      try {
        call.accept(listener, event);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a connection event listener failed", e);
      }
    }
  }
}
