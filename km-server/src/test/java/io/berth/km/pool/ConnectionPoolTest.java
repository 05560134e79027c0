package io.berth.km.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.ConnectionPool.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Fake> opened = new ArrayList<>();
  private boolean refuse;
  private final ConnectionPool<Fake> pool =
      new ConnectionPool<>(PoolSettings.DEFAULTS, this::open, nanos::get);

  private static final class Fake implements AutoCloseable {
    private volatile boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private synchronized Fake open() {
    if (refuse) {
      throw new IllegalStateException("refused");
    }
    Fake fake = new Fake();
    opened.add(fake);
    return fake;
  }

  private void busy() {
    for (int i = 0; i < 20; i++) {
      pool.countRequest();
    }
  }

  @Test
  void opensOnDemandAndUsesTheSameAgain() {
    pool.giveBack(pool.borrow(), false);
    pool.giveBack(pool.borrow(), false);

    assertThat(opened).hasSize(1);
  }

  @Test
  void growsWithTheRateAndShrinksAfterIt() {
    busy();
    List<Lease<Fake>> leases = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      leases.add(pool.borrow());
    }
    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(9, 9, 0, 10, 20));
    leases.forEach(lease -> pool.giveBack(lease, false));

    nanos.set(Duration.ofMinutes(2).toNanos());
    pool.retire();

    assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 2, 0));
    assertThat(opened.stream().filter(fake -> fake.closed)).hasSize(7);
  }

  @Test
  void letsACallerWaitForAConnectionThatIsGivenBack() throws Exception {
    Lease<Fake> only = pool.borrow();
    CompletableFuture<Lease<Fake>> waiting = CompletableFuture.supplyAsync(pool::borrow);
    Awaitility.await().until(() -> pool.snapshot().waiting() == 1);

    pool.giveBack(only, false);

    assertThat(waiting.get(60, TimeUnit.SECONDS).connection()).isSameAs(only.connection());
  }

  @Test
  void closesABrokenConnectionAndOneThatIsTooOld() {
    pool.giveBack(pool.borrow(), true);
    assertThat(opened.get(0).closed).isTrue();

    Lease<Fake> old = pool.borrow();
    nanos.set(Duration.ofHours(1).toNanos());
    pool.giveBack(old, false);
    assertThat(opened.get(1).closed).isTrue();
    assertThat(pool.snapshot().open()).isZero();
  }

  @Test
  void losesNoPermitWhenOpeningFails() {
    refuse = true;
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(pool::borrow).hasMessage("refused");
    }
    refuse = false;
    pool.giveBack(pool.borrow(), false);
    assertThat(pool.snapshot().open()).isEqualTo(1);
  }

  @Test
  void closesEverythingAndWakesWhoWaits() throws Exception {
    Lease<Fake> lent = pool.borrow();
    CompletableFuture<Lease<Fake>> waiting = CompletableFuture.supplyAsync(pool::borrow);
    Awaitility.await().until(() -> pool.snapshot().waiting() == 1);

    pool.close();

    assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(PoolExhausted.class);
    assertThat(pool.awaitReturn(Duration.ofMillis(10))).isFalse();
    pool.giveBack(lent, false);
    assertThat(pool.awaitReturn(Duration.ofSeconds(1))).isTrue();
    assertThat(opened.get(0).closed).isTrue();
  }
}
