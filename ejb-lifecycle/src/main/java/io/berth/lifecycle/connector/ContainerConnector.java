package io.berth.lifecycle.connector;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Finds the connection factory by its name in the container, once, and keeps it: a look-up per call
 * is slow.
 */
public final class ContainerConnector implements Connector {
  private static final List<String> NAMES = List.of("java:app/berth/km", "java:global/berth/km");

  private volatile KmConnectionFactory factory;
  private volatile KmProcesses processes;

  @Override
  public KmProcesses processes() throws KmException {
    KmProcesses found = processes;
    if (found == null) {
      found = factory().processes();
      processes = found;
    }
    return found;
  }

  @Override
  public KmConnection connection(ProjectId project) throws KmException {
    try {
      return factory().getConnection(project);
    } catch (ResourceException e) {
      if (e.getCause() instanceof KmException told) {
        throw told;
      }
      throw new KmException(
          Problem.OVERLOADED,
          "no permit for project "
              + project
              + " in time; berth.permits.max exchanges are under way",
          Duration.ofSeconds(1),
          e);
    }
  }

  private KmConnectionFactory factory() throws KmException {
    KmConnectionFactory found = factory;
    if (found == null) {
      found = lookUp();
      factory = found;
    }
    return found;
  }

  private static KmConnectionFactory lookUp() throws KmException {
    NamingException last = null;
    for (String name : NAMES) {
      try {
        return InitialContext.doLookup(name);
      } catch (NamingException e) {
        last = e;
      }
    }
    throw new KmException(
        Problem.UNAVAILABLE,
        "the connection factory "
            + NAMES.get(0)
            + " is not there; check that jca-km-connector is deployed",
        last);
  }
}
