package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.observe.Observers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As on a JDK without virtual threads, with few threads. */
class WorkerShareTest {
  private static final ProjectId NEIGHBOUR = new ProjectId("beta");
  private static final KmRuntime BUILT_IN = KmRuntime.builtInRuntime();

  private final CountDownLatch over = new CountDownLatch(1);
  private Workers workers;
  private TestPlane plane;

  @AfterEach
  void close() {
    over.countDown();
    if (plane != null) {
      plane.close();
    } else {
      workers.close();
    }
  }

  @Test
  void aStuckProjectEndsAtHalfAndEachFurtherOneAtHalfOfTheRest() {
    workers = Workers.pool(64);
    WorkerShare stuck = new WorkerShare(workers);
    WorkerShare second = new WorkerShare(workers);
    WorkerShare third = new WorkerShare(workers);
    assertThat(grown(stuck)).isEqualTo(32);
    assertThat(stuck.words()).isEqualTo(": they hold 32 of the 64 threads");
    assertThat(grown(second)).isEqualTo(16);
    assertThat(grown(third)).isEqualTo(8);
    assertThat(workers.free()).isEqualTo(8);
    over.countDown();
    await().until(() -> workers.free() == 64 && stuck.mayGrow());
  }

  @Test
  void whatLastsIsRefusedBeyondTheShareButForAFewAndNothingIsLeftCounted() {
    workers = Workers.pool(100);
    WorkerShare share = new WorkerShare(workers);
    assertThat(grown(share)).isEqualTo(50);
    for (int i = 0; i < 32; i++) {
      share.executeFairly(this::holds);
    }
    assertThatThrownBy(() -> share.executeFairly(this::holds))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(workers.free()).isEqualTo(18);
    new WorkerShare(workers).executeFairly(this::holds);
    over.countDown();
    await().until(() -> workers.free() == 100);
    share.executeFairly(() -> {});
  }

  @Test
  void withoutALimitNothingIsRefused() {
    workers = new Workers();
    WorkerShare share = new WorkerShare(workers);
    assertThat(share.mayGrow()).isTrue();
    assertThat(share.words()).isEmpty();
  }

  @Test
  void aListenerBeyondTheShareIsToldSoAndTheNeighboursMayListen() throws Exception {
    plane = plane(16, 8);
    WorkerShare share = plane.gates.of(TestPlane.ALPHA).workers();
    assertThat(grown(share)).isEqualTo(4);
    plane.km.contentType = "text/event-stream";
    FakeInbound listener = plane.run(new FakeInbound("GET", "/projects/alpha/km/x", ""));
    assertThat(listener.status).isEqualTo(503);
    assertThat(listener.answered("Berth-Reason")).isEqualTo("overloaded");
    assertThat(listener.answered("Retry-After")).isEqualTo("1");
    assertThat(listener.text())
        .contains("too many open streams of project alpha: they hold")
        .contains("of the 8 threads");
    FakeInbound call = plane.run(new FakeInbound("POST", "/projects/alpha/km/x", "once"));
    assertThat(call.status).as("what was asked for is answered").isEqualTo(200);
    assertThat(plane.gates.of(NEIGHBOUR).openStream()).isTrue();
    assertThat(plane.gates.of(TestPlane.ALPHA).bulkhead().taken()).isZero();
    assertThat(plane.km.exchanges).hasValue(0);
  }

  @Test
  void aPlaceForWhichThereIsNoThreadGoesToTheNext() throws Exception {
    plane = plane(1, 1);
    plane.km.script.add(FakeKm.Fate.ANSWERS_WHEN_RELEASED);
    FakeInbound first = start();
    FakeInbound second = start();
    FakeInbound third = start();
    plane.km.release.countDown();
    for (FakeInbound call : new FakeInbound[] {first, second, third}) {
      call.awaitEnd();
    }
    assertThat(first.status).isEqualTo(200);
    assertThat(second.status).as("the only thread is the one that gives the place").isEqualTo(503);
    await().until(() -> plane.gates.of(TestPlane.ALPHA).bulkhead().taken() == 0);
  }

  private FakeInbound start() throws Exception {
    return plane.start(new FakeInbound("GET", "/projects/alpha/km/x", ""), BUILT_IN);
  }

  private static TestPlane plane(int places, int threads) {
    GatewaySettings settings =
        new GatewaySettings(
            Duration.ofSeconds(30),
            places,
            1000,
            1000,
            5,
            Duration.ofSeconds(60),
            150,
            Duration.ofSeconds(5));
    return new TestPlane(Observers.NONE, 0, settings, Workers.pool(threads));
  }

  /** Streams until there may be no more. */
  private int grown(WorkerShare share) {
    int count = 0;
    for (; share.mayGrow(); count++) {
      share.execute(this::holds);
    }
    return count;
  }

  private void holds() {
    try {
      over.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
