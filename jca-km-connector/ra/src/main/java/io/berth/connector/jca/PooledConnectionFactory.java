package io.berth.connector.jca;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProjectId;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.Reference;

/**
 * What a look-up of {@code java:app/berth/km} yields. Thread-safe; asks the container for a permit
 * at each call and needs none for the commands.
 */
public final class PooledConnectionFactory implements KmConnectionFactory {
  private static final long serialVersionUID = 1L;

  private final KmManagedConnectionFactory factory;
  private final ConnectionManager connections;
  private transient Reference reference;

  PooledConnectionFactory(KmManagedConnectionFactory factory, ConnectionManager connections) {
    this.factory = factory;
    this.connections = connections;
  }

  @Override
  public KmConnection getConnection(ProjectId project) throws ResourceException {
    return (KmConnection) connections.allocateConnection(factory, new ProjectRequestInfo(project));
  }

  @Override
  public KmProcesses processes() {
    try {
      return factory.adapter().processes();
    } catch (ResourceException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }
}
