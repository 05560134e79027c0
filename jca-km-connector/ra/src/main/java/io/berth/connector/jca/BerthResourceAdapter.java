package io.berth.connector.jca;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.channel.Exchanges;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/**
 * The container's view of the connector: a shell that opens and closes the {@link ConnectorCore}
 * and connects message endpoints to its events. Called by the container only. Its stop detaches:
 * Knowledge Managers go on running, and the next start adopts them.
 */
@Connector(
    displayName = "Berth Knowledge Manager connector",
    vendorName = "Berth",
    eisType = "Knowledge Manager",
    version = "1.0",
    transactionSupport = TransactionSupportLevel.NoTransaction)
public class BerthResourceAdapter implements ResourceAdapter {
  private final Map<MessageEndpointFactory, ProcessEventListener> endpoints =
      new ConcurrentHashMap<>();
  private volatile ConnectorCore core;

  /** Called by the container when the archive is deployed. */
  @Override
  public void start(BootstrapContext context) {
    core = ConnectorCore.open();
  }

  /** Called by the container at undeployment and shutdown; bounded in time, harmless twice. */
  @Override
  public void stop() {
    ConnectorCore open = core;
    core = null;
    endpoints.clear();
    if (open != null) {
      open.close();
    }
  }

  /** Called by the container when a message-driven bean for process events is deployed. */
  @Override
  public void endpointActivation(MessageEndpointFactory endpoint, ActivationSpec spec)
      throws ResourceException {
    if (!(spec instanceof ProcessEventActivationSpec)) {
      throw new ResourceException("not an activation of this adapter: " + spec);
    }
    ConnectorCore open = requireCore();
    ProcessEventListener listener = new MessageEndpointListener(endpoint);
    if (endpoints.putIfAbsent(endpoint, listener) == null) {
      open.subscribe(listener);
    }
  }

  /** Called by the container when the bean goes; no event is delivered to it afterwards. */
  @Override
  public void endpointDeactivation(MessageEndpointFactory endpoint, ActivationSpec spec) {
    ProcessEventListener listener = endpoints.remove(endpoint);
    ConnectorCore open = core;
    if (listener != null && open != null) {
      open.unsubscribe(listener);
    }
  }

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  /** {@code null} once stopped. */
  Exchanges exchanges() {
    ConnectorCore open = core;
    return open == null ? null : open.exchanges();
  }

  KmProcesses processes() throws ResourceException {
    return requireCore().processes();
  }

  private ConnectorCore requireCore() throws ResourceException {
    ConnectorCore open = core;
    if (open == null) {
      throw new ResourceException("the resource adapter is not started");
    }
    return open;
  }

  // why identity: the container has one adapter per deployment, and it has no properties to compare
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
