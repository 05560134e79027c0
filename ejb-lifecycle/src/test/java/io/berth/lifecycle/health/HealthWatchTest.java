package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final FakeKm km = new FakeKm();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger seen = new AtomicInteger();
  private final ExecutorService executor = Executors.newFixedThreadPool(16);
  private HealthWatch watch = watchOn(executor);

  private HealthWatch watchOn(Executor threads) {
    return new HealthWatch(
        km,
        null,
        null,
        threads,
        nanos::get,
        () -> Snapshots.READY_AT,
        INTERVAL,
        INTERVAL,
        Duration.ofSeconds(2),
        (process, result) -> seen.incrementAndGet());
  }

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  private void threeHundredLive() throws Exception {
    for (int i = 0; i < 300; i++) {
      ProjectId id = new ProjectId("p" + i);
      km.processes.slots.put(id, Snapshots.ready(id).build());
    }
    watch.tick();
  }

  @Test
  void whoeverWaitsInVainMakesTheNextProbeComeSooner() throws Exception {
    // why on this thread: who is seen stands in the line a moment longer, and is not asked
    // meanwhile
    watch = watchOn(Runnable::run);
    ProjectId alpha = new ProjectId("alpha");
    km.processes.slots.put(alpha, Snapshots.ready(alpha).inFlight(3).build());
    km.processes.traffic = Map.of(alpha, new Traffic(1, 40, 0, 0));
    watch.tick();
    nanos.addAndGet(INTERVAL.toNanos());
    watch.tick();
    assertThat(seen).hasValue(1);
    for (int probes = 2; probes <= 4; probes++) {
      nanos.addAndGet(Duration.ofMillis(2_300).toNanos());
      watch.tick();
      assertThat(seen).hasValue(probes);
    }
    km.processes.traffic = Map.of(alpha, new Traffic(1, 41, 0, 0));
    nanos.addAndGet(Duration.ofMillis(2_300).toNanos());
    watch.tick();
    assertThat(km.processes.calls).hasSize(4);
  }

  @Test
  void aPortThatIsCertainlyLostNeedsOneProbeAndOtherFailuresAsManyAsBefore() {
    assertThat(HealthPolicy.needed(ProbeResult.Finding.PORT_LOST, 3)).isEqualTo(1);
    assertThat(HealthPolicy.needed(ProbeResult.Finding.UNWELL, 3)).isEqualTo(3);
    assertThat(HealthPolicy.needed(ProbeResult.Finding.PORT_LOST, 0))
        .as("an outage of the database: nothing is restarted")
        .isZero();
  }

  @Test
  void allThatAreDueAreProbedAlthoughOnlyEightAtOnce() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    km.processes.probes =
        project -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          Thread.yield();
          atOnce.decrementAndGet();
          return Optional.of(new ProbeResult(true, Duration.ofMillis(1), ""));
        };
    threeHundredLive();
    nanos.addAndGet(INTERVAL.multipliedBy(2).toNanos());
    watch.tick();
    Awaitility.await().until(() -> seen.get() == 300);
    assertThat(most.get()).isBetween(1, 8);
    assertThat(km.processes.calls).allMatch(call -> call.startsWith("probe "));
  }

  @Test
  void whileProbesHangTheTimerIsNotHeldUpAndNobodyStandsInTheLineTwice() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    km.processes.probes =
        project -> {
          try {
            hung.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.of(new ProbeResult(true, Duration.ofMillis(1), ""));
        };
    threeHundredLive();
    for (int i = 0; i < 5; i++) {
      nanos.addAndGet(INTERVAL.multipliedBy(2).toNanos());
      watch.tick();
    }
    Awaitility.await().until(() -> km.processes.calls.size() == 8);
    hung.countDown();
    Awaitility.await().until(() -> seen.get() >= 300);
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> seen.get() == 300);
  }
}
