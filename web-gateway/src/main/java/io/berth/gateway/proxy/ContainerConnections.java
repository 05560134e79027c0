package io.berth.gateway.proxy;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProjectId;
import jakarta.resource.ResourceException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.Reference;

/**
 * The adapter's connection factory, found by name at the first call and kept: a look-up per request
 * costs more than the request.
 */
final class ContainerConnections implements KmConnectionFactory {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(ContainerConnections.class.getName());
  private static final String NAME = "java:app/berth/km";

  private transient volatile KmConnectionFactory found;

  /**
   * Looks the factory up. why early: its name means something on the container's threads only, and
   * the first to need a permit may be a worker that waited for a start.
   */
  void prepare() {
    try {
      factory();
    } catch (ResourceException missing) {
      LOG.log(Level.WARNING, "no permits for requests: {0}", missing.getMessage());
    }
  }

  @Override
  public KmConnection getConnection(ProjectId project) throws ResourceException {
    return factory().getConnection(project);
  }

  @Override
  public KmProcesses processes() {
    try {
      return factory().processes();
    } catch (ResourceException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private KmConnectionFactory factory() throws ResourceException {
    KmConnectionFactory known = found;
    if (known == null) {
      try {
        known = InitialContext.doLookup(NAME);
      } catch (NamingException missing) {
        throw new ResourceException(
            NAME + " is not there; check that jca-km-connector is deployed", missing);
      }
      found = known;
    }
    return known;
  }

  @Override
  public void setReference(Reference reference) {
    throw new UnsupportedOperationException("this is not bound anywhere");
  }

  @Override
  public Reference getReference() {
    throw new UnsupportedOperationException("this is not bound anywhere");
  }
}
