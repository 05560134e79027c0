package io.berth.connector.jca;

import io.berth.connector.channel.Exchanges;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/**
 * A permit for exchanges, lent out by the container's pool to any project in turn. It owns no
 * socket; channels live in pools of their own. Once destroyed, or once its adapter has stopped, it
 * is dead for good and says so exactly once.
 */
final class KmManagedConnection implements ManagedConnection {
  private final Supplier<Exchanges> adapter;
  private final Set<KmConnectionHandle> handles = ConcurrentHashMap.newKeySet(2);
  private final ConnectionEvents events = new ConnectionEvents(this);
  private final AtomicBoolean dead = new AtomicBoolean();
  private volatile PrintWriter log;

  KmManagedConnection(Supplier<Exchanges> adapter) {
    this.adapter = adapter;
  }

  /** Called by the container when it lends the permit. */
  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    requireAlive();
    if (!(info instanceof ProjectRequestInfo wanted)) {
      throw new ResourceException("a connection is asked for with a project id, not with " + info);
    }
    KmConnectionHandle handle = new KmConnectionHandle(wanted.project(), this);
    handles.add(handle);
    return handle;
  }

  /** Called by the container when a handle crosses from one permit to another. */
  @Override
  public void associateConnection(Object connection) throws ResourceException {
    requireAlive();
    if (!(connection instanceof KmConnectionHandle handle)) {
      throw new ResourceException("not a connection of this adapter: " + connection);
    }
    handle.moveTo(this);
    handles.add(handle);
  }

  /** Called by the container before the permit goes back to the pool. */
  @Override
  public void cleanup() {
    handles.forEach(KmConnectionHandle::invalidate);
    handles.clear();
  }

  /** Called by the container when the pool shrinks, or after an error event. */
  @Override
  public void destroy() {
    dead.set(true);
    cleanup();
  }

  /** Whether it may still be lent. */
  boolean alive() {
    return !dead.get() && adapter.get() != null;
  }

  /** What its handles use; fires the error event if the adapter has stopped meanwhile. */
  Exchanges exchanges() {
    Exchanges exchanges = dead.get() ? null : adapter.get();
    if (exchanges != null) {
      return exchanges;
    }
    IllegalStateException failure =
        new IllegalStateException("the resource adapter has stopped; deploy it again");
    if (dead.compareAndSet(false, true)) {
      events.failed(failure);
    }
    throw failure;
  }

  void handleClosed(KmConnectionHandle handle) {
    // why the guard: after cleanup or destroy the pool has the permit back already
    if (handles.remove(handle)) {
      events.closed(handle);
    }
  }

  void forget(KmConnectionHandle handle) {
    handles.remove(handle);
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    events.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    events.remove(listener);
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw new NotSupportedException("a Knowledge Manager takes no part in transactions");
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    throw new NotSupportedException("a Knowledge Manager takes no part in transactions");
  }

  @Override
  public ManagedConnectionMetaData getMetaData() throws ResourceException {
    requireAlive();
    return new KmMetaData();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    log = out;
  }

  @Override
  public PrintWriter getLogWriter() {
    return log;
  }

  private void requireAlive() throws ResourceException {
    if (!alive()) {
      throw new jakarta.resource.spi.IllegalStateException("this managed connection is destroyed");
    }
  }
}
