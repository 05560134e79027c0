package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request that arrives in any phase of going to sleep is served. DRAINING: StartAndStopIT. */
class GoingToSleepIT {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aRequestThatArrivesWhileThePolicyIsAskedWins() throws Exception {
    bench.ensure(ALPHA, serving());
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<ExchangeTicket> ticket = new AtomicReference<>();
    ProcessSnapshot after =
        bench
            .supervisor
            .stop(
                ALPHA,
                StopReason.IDLE,
                now -> {
                  boolean idle = now.inFlight() == 0;
                  if (asked.getAndIncrement() == 0) {
                    ticket.set(begin());
                  }
                  return idle;
                })
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(after.state()).isEqualTo(ProcessState.READY);
    assertThat(after.generation()).isEqualTo(1);
    assertThat(asked).as("asked again, and then told no").hasValue(2);
    assertThat(ticket.get().target().generation()).isEqualTo(1);
    ticket.get().close();
  }

  private ExchangeTicket begin() {
    try {
      return bench.supervisor.begin(ALPHA);
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void silentStreamsAreNotWaitedForAndADemandGetsTheNextGeneration() throws Exception {
    bench.drainTimeout = Duration.ofMinutes(30);
    bench.ensure(ALPHA, serving());
    try (ExchangeTicket stream = bench.supervisor.begin(ALPHA)) {
      stream.streaming();
      var stopping =
          bench
              .supervisor
              .stop(ALPHA, StopReason.IDLE, now -> now.inFlight() == now.openStreams())
              .toCompletableFuture();
      Awaitility.await()
          .until(() -> bench.supervisor.snapshot(ALPHA).state() != ProcessState.READY);
      var next = bench.supervisor.ensure(ALPHA, bench.orders(serving())).toCompletableFuture();
      assertThat(stopping.get(40, TimeUnit.SECONDS).lastExit().orElseThrow().reason())
          .isEqualTo("idle");
      assertThat(next.get(40, TimeUnit.SECONDS).generation()).isEqualTo(2);
      assertThat(bench.generations)
          .as("the channels of the streams are closed")
          .contains("closed alpha#1");
    }
  }

  @Test
  void aDemandWhileTheProcessIsEndingGetsTheNextGeneration() throws Exception {
    bench.stopTimeout = Duration.ofSeconds(2);
    bench.ensure(ALPHA, runtime("stubborn", "${port}"));
    var stopping = bench.supervisor.stop(ALPHA, StopReason.IDLE, any -> true).toCompletableFuture();
    Awaitility.await()
        .until(() -> bench.supervisor.snapshot(ALPHA).state() == ProcessState.STOPPING);
    ProcessSnapshot next = bench.ensure(ALPHA, serving());
    assertThat(next.generation()).isEqualTo(2);
    assertThat(stopping).isCompleted();
    assertThat(bench.ours()).hasSize(1);
  }

  @Test
  void aDecisionAboutAnOlderGenerationNeverStopsTheOneThatWasJustResumed() throws Exception {
    ProcessSnapshot first = bench.ensure(ALPHA, serving());
    ProcessSnapshot resumed =
        bench
            .supervisor
            .stop(ALPHA, StopReason.IDLE, any -> true)
            .thenCompose(stopped -> bench.supervisor.ensure(ALPHA, bench.orders(serving())))
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    assertThat(resumed.generation()).isEqualTo(2);
    ProcessSnapshot after =
        bench
            .supervisor
            .stop(ALPHA, StopReason.IDLE, now -> now.generation() == first.generation())
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(after.state()).isEqualTo(ProcessState.READY);
    assertThat(after.pid()).isEqualTo(resumed.pid());
  }

  @Test
  void aRecycledProcessIsReplacedAndTheReasonIsTold() throws Exception {
    bench.ensure(ALPHA, serving());
    ProcessSnapshot ended = bench.stop(ALPHA, StopReason.RECYCLED);
    assertThat(ended.lastExit().orElseThrow().reason()).isEqualTo("recycled");
    assertThat(bench.ensure(ALPHA, serving()).generation()).isEqualTo(2);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.events)
                    .anyMatch(
                        event ->
                            event.stopReason().filter(StopReason.RECYCLED::equals).isPresent()));
  }
}
