package io.berth.connector.jca;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Makes permits for the container's pool. All permits of one adapter are interchangeable, so a
 * match is any live one, whatever project is asked for: matching by project makes the pool scan its
 * free list at every allocation.
 */
@ConnectionDefinition(
    connectionFactory = KmConnectionFactory.class,
    connectionFactoryImpl = PooledConnectionFactory.class,
    connection = KmConnection.class,
    connectionImpl = KmConnectionHandle.class)
public class KmManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private transient BerthResourceAdapter adapter;
  private transient PrintWriter log;

  /** Called by the container when the connection factory is looked up. */
  @Override
  public Object createConnectionFactory(ConnectionManager connections) {
    return new PooledConnectionFactory(this, connections);
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    throw new NotSupportedException("only inside a container, which pools the permits");
  }

  /** Called by the container when its pool grows. */
  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    BerthResourceAdapter owner = adapter();
    if (owner.exchanges() == null) {
      throw new ResourceException("the resource adapter is not started");
    }
    return new KmManagedConnection(owner::exchanges);
  }

  /** Called by the container with free permits, usually one at a time. */
  @Override
  @SuppressWarnings("rawtypes") // why: the signature is JCA's
  public ManagedConnection matchManagedConnections(
      Set candidates, Subject subject, ConnectionRequestInfo info) {
    for (Object candidate : candidates) {
      if (candidate instanceof KmManagedConnection permit && permit.alive()) {
        return permit;
      }
    }
    return null;
  }

  BerthResourceAdapter adapter() throws ResourceException {
    if (adapter == null) {
      throw new ResourceException("this connection factory belongs to no resource adapter");
    }
    return adapter;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  /** Called by the container once, before the first use. */
  @Override
  public void setResourceAdapter(ResourceAdapter owner) throws ResourceException {
    if (!(owner instanceof BerthResourceAdapter ours)) {
      throw new ResourceException("not Berth's resource adapter: " + owner);
    }
    if (adapter != null && adapter != ours) {
      throw new ResourceException("the resource adapter is set once");
    }
    adapter = ours;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    log = out;
  }

  @Override
  public PrintWriter getLogWriter() {
    return log;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KmManagedConnectionFactory that && adapter == that.adapter;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(adapter);
  }
}
