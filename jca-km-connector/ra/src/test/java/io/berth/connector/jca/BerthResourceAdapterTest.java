package io.berth.connector.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BerthResourceAdapterTest {
  private final BerthResourceAdapter adapter = new BerthResourceAdapter();
  private final KmManagedConnectionFactory factory = new KmManagedConnectionFactory();

  @AfterEach
  void stopped() {
    adapter.stop();
  }

  @Test
  void stopsTwiceAndStartsAgain() throws Exception {
    adapter.start(null);
    assertThat(adapter.exchanges()).isNotNull();
    adapter.stop();
    adapter.stop();
    assertThat(adapter.exchanges()).isNull();
    assertThatThrownBy(adapter::processes).isInstanceOf(ResourceException.class);
    adapter.start(null);
    assertThat(adapter.processes()).isNotNull();
  }

  @Test
  void leavesNoThreadBehind() {
    adapter.start(null);
    adapter.stop();
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(t -> t.getName().equals("berth-channels")));
  }

  @Test
  void matchesAnyLivePermitWhateverIsAskedFor() throws Exception {
    adapter.start(null);
    factory.setResourceAdapter(adapter);
    ManagedConnection permit = factory.createManagedConnection(null, info("alpha"));
    assertThat(factory.matchManagedConnections(Set.of(permit), null, info("beta")))
        .isSameAs(permit);
    assertThat(factory.matchManagedConnections(Set.of(), null, info("beta"))).isNull();
    assertThat(factory.matchManagedConnections(Set.of("foreign"), null, info("beta"))).isNull();
    permit.destroy();
    assertThat(factory.matchManagedConnections(Set.of(permit), null, info("beta"))).isNull();
  }

  @Test
  void belongsToOneAdapterOnly() throws Exception {
    factory.setResourceAdapter(adapter);
    factory.setResourceAdapter(adapter);
    assertThatThrownBy(() -> factory.setResourceAdapter(new BerthResourceAdapter()))
        .isInstanceOf(ResourceException.class);
    assertThatThrownBy(() -> factory.setResourceAdapter((ResourceAdapter) null))
        .isInstanceOf(ResourceException.class);
    KmManagedConnectionFactory same = new KmManagedConnectionFactory();
    same.setResourceAdapter(adapter);
    assertThat(factory).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(factory).isNotEqualTo(new KmManagedConnectionFactory());
  }

  @Test
  void makesNoPermitBeforeStartAndNoFactoryWithoutAContainer() throws Exception {
    assertThatThrownBy(() -> factory.createManagedConnection(null, info("alpha")))
        .isInstanceOf(ResourceException.class);
    factory.setResourceAdapter(adapter);
    assertThatThrownBy(() -> factory.createManagedConnection(null, info("alpha")))
        .isInstanceOf(ResourceException.class);
    assertThatThrownBy(factory::createConnectionFactory).isInstanceOf(NotSupportedException.class);
  }

  @Test
  void theFactoryReachesTheProcessesAndAsksTheContainerForPermits() throws Exception {
    adapter.start(null);
    factory.setResourceAdapter(adapter);
    KmConnectionFactory connections =
        (KmConnectionFactory) factory.createConnectionFactory(new OnePermit());
    assertThat(connections.processes()).isSameAs(adapter.processes());
    connections.getConnection(new ProjectId("alpha")).close();
    adapter.stop();
    assertThatThrownBy(connections::processes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void releasesAnEndpointAfterEachEventAlsoWhenItFails() throws Exception {
    Endpoints endpoints = new Endpoints();
    MessageEndpointListener listener = new MessageEndpointListener(endpoints);
    listener.onProcessEvent(event());
    endpoints.failing = true;
    assertThatThrownBy(() -> listener.onProcessEvent(event())).hasMessage("the bean failed");
    assertThat(endpoints.received).hasSize(1);
    assertThat(endpoints.released).isEqualTo(2);
    endpoints.available = false;
    assertThatThrownBy(() -> listener.onProcessEvent(event())).hasMessageContaining("starting");
  }

  @Test
  void activatesOnlyItsOwnSpecsAndOnlyWhileStarted() throws Exception {
    assertThatThrownBy(
            () -> adapter.endpointActivation(new Endpoints(), new ProcessEventActivationSpec()))
        .isInstanceOf(ResourceException.class);
    adapter.start(null);
    assertThatThrownBy(() -> adapter.endpointActivation(new Endpoints(), new ForeignSpec()))
        .isInstanceOf(ResourceException.class);
    Endpoints endpoints = new Endpoints();
    adapter.endpointActivation(endpoints, new ProcessEventActivationSpec());
    adapter.endpointDeactivation(endpoints, new ProcessEventActivationSpec());
    adapter.endpointDeactivation(endpoints, new ProcessEventActivationSpec());
    assertThat(adapter.getXAResources(new ActivationSpec[0])).isEmpty();
  }

  private static ConnectionRequestInfo info(String project) {
    return new ProjectRequestInfo(new ProjectId(project));
  }

  private static ProcessEvent event() {
    ProjectId alpha = new ProjectId("alpha");
    return new ProcessEvent(
        1,
        ProcessEvent.Kind.READY,
        alpha,
        1,
        Instant.EPOCH,
        "",
        Optional.empty(),
        ProcessSnapshot.absent(alpha));
  }

  private static final class OnePermit implements ConnectionManager {
    @Override
    public Object allocateConnection(ManagedConnectionFactory from, ConnectionRequestInfo info)
        throws ResourceException {
      return from.createManagedConnection(null, info).getConnection(null, info);
    }
  }

  private static final class ForeignSpec implements ActivationSpec {
    @Override
    public void validate() {}

    @Override
    public ResourceAdapter getResourceAdapter() {
      return null;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {}
  }

  private static final class Endpoints implements MessageEndpointFactory {
    final List<ProcessEvent> received = new ArrayList<>();
    int released;
    boolean failing;
    boolean available = true;

    @Override
    public MessageEndpoint createEndpoint(XAResource xa) throws UnavailableException {
      if (!available) {
        throw new UnavailableException("not yet");
      }
      return new Bean();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource xa, long timeout) throws UnavailableException {
      return createEndpoint(xa);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
      return false;
    }

    @Override
    public String getActivationName() {
      return "test";
    }

    @Override
    public Class<?> getEndpointClass() {
      return Bean.class;
    }

    private final class Bean implements MessageEndpoint, ProcessEventListener {
      @Override
      public void onProcessEvent(ProcessEvent event) {
        if (failing) {
          throw new IllegalStateException("the bean failed");
        }
        received.add(event);
      }

      @Override
      public void beforeDelivery(Method method) {}

      @Override
      public void afterDelivery() {}

      @Override
      public void release() {
        released++;
      }
    }
  }
}
