package io.berth.connector.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.channel.Exchanges;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KmManagedConnectionTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  private final List<ProjectId> asked = new ArrayList<>();
  private final AtomicReference<Exchanges> adapter = new AtomicReference<>(new Recorder());
  private final KmManagedConnection permit = new KmManagedConnection(adapter::get);
  private final FakeListener pool = new FakeListener();

  @BeforeEach
  void thePoolListens() {
    permit.addConnectionEventListener(pool);
  }

  @Test
  void servesOneProjectAfterAnother() throws Exception {
    for (ProjectId project : List.of(ALPHA, BETA)) {
      KmConnection handle = lend(permit, project);
      assertThatThrownBy(() -> handle.begin(null)).isInstanceOf(KmException.class);
      handle.close();
      permit.cleanup();
    }
    assertThat(asked).containsExactly(ALPHA, BETA);
  }

  @Test
  void tellsThePoolOnceThatAHandleWasClosed() throws Exception {
    KmConnection handle = lend(permit, ALPHA);
    handle.close();
    handle.close();
    assertThat(pool.events).containsExactly(ConnectionEvent.CONNECTION_CLOSED);
    assertThat(pool.handles).containsExactly(handle);
  }

  @Test
  void aClosedHandleRefusesEverything() throws Exception {
    KmConnection handle = lend(permit, ALPHA);
    handle.close();
    assertThatThrownBy(() -> handle.begin(null)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> handle.beginTunnel(null)).isInstanceOf(IllegalStateException.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void cleanupInvalidatesEveryHandleWithoutAnEvent() throws Exception {
    KmConnection first = lend(permit, ALPHA);
    KmConnection second = lend(permit, BETA);
    permit.cleanup();
    for (KmConnection handle : List.of(first, second)) {
      assertThatThrownBy(() -> handle.begin(null)).isInstanceOf(IllegalStateException.class);
      handle.close();
    }
    assertThat(pool.events).isEmpty();
    assertThat(permit.alive()).isTrue();
  }

  @Test
  void destroyIsFinalAndHarmlessTwice() throws Exception {
    KmConnection handle = lend(permit, ALPHA);
    permit.destroy();
    permit.destroy();
    assertThatThrownBy(() -> handle.begin(null)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> lend(permit, ALPHA))
        .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
    assertThatThrownBy(permit::getMetaData).isInstanceOf(ResourceException.class);
    assertThat(permit.alive()).isFalse();
  }

  @Test
  void saysOnceThatItsAdapterHasStopped() throws Exception {
    KmConnection first = lend(permit, ALPHA);
    KmConnection second = lend(permit, BETA);
    adapter.set(null);
    for (KmConnection handle : List.of(first, second)) {
      assertThatThrownBy(() -> handle.begin(null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stopped");
    }
    assertThat(pool.events).containsExactly(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
    adapter.set(new Recorder());
    assertThat(permit.alive()).isFalse();
  }

  @Test
  void aListenerMayDestroyThePermitAndAnotherMayFail() throws Exception {
    FakeListener failing = new FakeListener();
    failing.then =
        () -> {
          throw new IllegalStateException("a listener's own trouble");
        };
    KmManagedConnection other = new KmManagedConnection(adapter::get);
    other.addConnectionEventListener(failing);
    other.addConnectionEventListener(pool);
    pool.then = other::destroy;
    KmConnection handle = lend(other, ALPHA);
    assertThatCode(handle::close).doesNotThrowAnyException();
    assertThat(failing.events).hasSize(1);
    assertThat(pool.events).hasSize(1);
    assertThat(other.alive()).isFalse();
  }

  @Test
  void aRemovedListenerHearsNothing() throws Exception {
    permit.removeConnectionEventListener(pool);
    lend(permit, ALPHA).close();
    assertThat(pool.events).isEmpty();
  }

  @Test
  void aHandleMovesToAnotherPermit() throws Exception {
    KmManagedConnection other = new KmManagedConnection(adapter::get);
    FakeListener otherPool = new FakeListener();
    other.addConnectionEventListener(otherPool);
    KmConnection handle = lend(permit, ALPHA);
    other.associateConnection(handle);
    permit.cleanup();
    assertThatThrownBy(() -> handle.begin(null)).isInstanceOf(KmException.class);
    handle.close();
    assertThat(pool.events).isEmpty();
    assertThat(otherPool.events).containsExactly(ConnectionEvent.CONNECTION_CLOSED);
  }

  @Test
  void refusesForeignRequestsAndHandles() {
    assertThatThrownBy(() -> permit.getConnection(null, null))
        .isInstanceOf(ResourceException.class);
    assertThatThrownBy(() -> permit.getConnection(null, new ConnectionRequestInfo() {}))
        .isInstanceOf(ResourceException.class);
    assertThatThrownBy(() -> permit.associateConnection("not a handle"))
        .isInstanceOf(ResourceException.class);
  }

  @Test
  void takesNoPartInTransactions() {
    assertThatThrownBy(permit::getXAResource).isInstanceOf(NotSupportedException.class);
    assertThatThrownBy(permit::getLocalTransaction).isInstanceOf(NotSupportedException.class);
  }

  private static KmConnection lend(KmManagedConnection from, ProjectId project)
      throws ResourceException {
    return (KmConnection) from.getConnection(null, new ProjectRequestInfo(project));
  }

  /** Notes who was asked for, and opens nothing. */
  private final class Recorder implements Exchanges {
    @Override
    public KmExchange begin(ProjectId project, KmRequestHead head) throws KmException {
      asked.add(project);
      throw new KmException(Problem.STARTING, "no process of " + project);
    }

    @Override
    public KmExchange beginTunnel(ProjectId project, KmRequestHead head) throws KmException {
      return begin(project, head);
    }
  }
}
