package io.berth.connector.jca;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.ArrayList;
import java.util.List;

/** What a container's pool hears, in order. */
final class FakeListener implements ConnectionEventListener {
  final List<Integer> events = new ArrayList<>();
  final List<Object> handles = new ArrayList<>();
  Runnable then = () -> {};

  @Override
  public void connectionClosed(ConnectionEvent event) {
    note(event);
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {
    note(event);
  }

  @Override
  public void localTransactionStarted(ConnectionEvent event) {
    note(event);
  }

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {
    note(event);
  }

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {
    note(event);
  }

  private void note(ConnectionEvent event) {
    events.add(event.getId());
    handles.add(event.getConnectionHandle());
    then.run();
  }
}
