package io.berth.connector.jca;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.ProjectId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a caller holds: one project's view of a permit, until it is closed or the container takes
 * the permit back. Keeps no state but the managed connection behind it.
 */
final class KmConnectionHandle implements KmConnection {
  private final ProjectId project;
  private final AtomicReference<KmManagedConnection> permit;

  KmConnectionHandle(ProjectId project, KmManagedConnection permit) {
    this.project = project;
    this.permit = new AtomicReference<>(permit);
  }

  @Override
  public KmExchange begin(KmRequestHead head) throws KmException {
    return permit().exchanges().begin(project, head);
  }

  @Override
  public KmExchange beginTunnel(KmRequestHead head) throws KmException {
    return permit().exchanges().beginTunnel(project, head);
  }

  @Override
  public void close() {
    KmManagedConnection held = permit.getAndSet(null);
    if (held != null) {
      held.handleClosed(this);
    }
  }

  /** Called by the managed connection when the container takes it back; no event is fired. */
  void invalidate() {
    permit.set(null);
  }

  /** Called by the managed connection when the container moves this handle to another permit. */
  void moveTo(KmManagedConnection other) {
    KmManagedConnection before = permit.getAndSet(other);
    if (before != null) {
      before.forget(this);
    }
  }

  private KmManagedConnection permit() {
    KmManagedConnection held = permit.get();
    if (held == null) {
      throw new IllegalStateException("the connection for project " + project + " is closed");
    }
    return held;
  }
}
