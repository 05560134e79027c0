package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProbeResult.Finding;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Health probes of real processes, well and sick. */
class ProbeIT {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void probesCountAsNoActivityLeaveNoConnectionBehindAndStartNothing() throws Exception {
    assertThat(bench.supervisor.probe(ALPHA)).isEmpty();
    assertThat(bench.ours()).isEmpty();
    ProcessSnapshot ready = bench.ensure(ALPHA, serving());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    Instant begun = InstantSource.system().instant();
    int before = bench.proc.sockets(ready.pid().getAsLong()).size();
    for (int i = 0; i < 100; i++) {
      assertThat(bench.supervisor.probe(ALPHA))
          .get()
          .extracting(ProbeResult::healthy)
          .isEqualTo(true);
    }
    ProcessSnapshot after = bench.supervisor.snapshot(ALPHA);
    assertThat(after.requests()).isZero();
    assertThat(after.inFlight()).isZero();
    // why until: a thread that loses the processor between two clocks sees it later than it was
    Awaitility.await()
        .until(
            () -> bench.supervisor.snapshot(ALPHA).lastActivityAt().orElseThrow().isBefore(begun));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.proc.sockets(ready.pid().getAsLong()))
                    .hasSizeLessThanOrEqualTo(before + 1));
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(bench.supervisor.probe(ALPHA)).isEmpty();
    assertThat(bench.supervisor.snapshot(ALPHA).state()).isEqualTo(ProcessState.STOPPED);
  }

  @Test
  void aProcessThatTakesConnectionsAndNeverAnswersIsUnhealthy() throws Exception {
    impatient();
    bench.ensure(ALPHA, runtime("hang-later", "${port}"));
    ProbeResult result = bench.supervisor.probe(ALPHA).orElseThrow();
    assertThat(result.healthy()).isFalse();
    assertThat(result.detail()).contains("GET /ready").contains("timed out");
    assertThat(result.took()).isGreaterThanOrEqualTo(bench.settings().healthTimeout());
  }

  @Test
  void anAnswerThatSaysItsLengthIsWellAlthoughTheConnectionStaysOpen() throws Exception {
    bench.ensure(ALPHA, runtime("keep-open", "${port}"));
    ProbeResult result = bench.supervisor.probe(ALPHA).orElseThrow();
    assertThat(result.finding()).as(result.detail()).isEqualTo(Finding.WELL);
  }

  @Test
  void aBuiltInKmThatIsNotReadyAnyMoreIsAliveAndSaysSo() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, KmRuntime.builtInRuntime());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().finding()).isEqualTo(Finding.WELL);
    Path folder = bench.data.resolve("projects").resolve("alpha");
    Path aside = folder.resolveSibling("aside");
    Files.move(folder, aside);
    try {
      ProbeResult result = bench.supervisor.probe(ALPHA).orElseThrow();
      assertThat(result.finding()).as(result.detail()).isEqualTo(Finding.NOT_READY);
      assertThat(result.detail()).contains("/ready answered 503");
      assertThat(result.healthy()).isTrue();
    } finally {
      Files.move(aside, folder);
    }
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().finding()).isEqualTo(Finding.WELL);
    assertThat(bench.supervisor.snapshot(ALPHA).generation()).isEqualTo(ready.generation());
  }

  @Test
  void aSlowAnswerWithinTheTimeoutIsWellAndItsTimeIsTold() throws Exception {
    bench.ensure(ALPHA, runtime("slow-later", "${port}", "400"));
    ProbeResult result = bench.supervisor.probe(ALPHA).orElseThrow();
    assertThat(result).extracting(ProbeResult::healthy).as(result.detail()).isEqualTo(true);
    assertThat(result.took()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aProcessThatASignalHoldsIsToldAtOnceAndReplaced() throws Exception {
    ProcessSnapshot first = bench.ensure(ALPHA, serving());
    long pid = first.pid().getAsLong();
    Signals.send("STOP", pid);
    ProbeResult result = bench.supervisor.probe(ALPHA).orElseThrow();
    assertThat(result.healthy()).isFalse();
    assertThat(result.detail()).contains("process " + pid).contains("kill -CONT");
    ProcessSnapshot second =
        bench
            .supervisor
            .restart(ALPHA, StopReason.UNHEALTHY, bench.orders(serving()))
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.failures()).isEqualTo(1);
    assertThat(bench.proc.stat(pid)).isEmpty();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.events)
                    .filteredOn(event -> event.kind() == Kind.STOPPED)
                    .extracting(ProcessEvent::reason)
                    .singleElement()
                    .asString()
                    .contains("kill -CONT")
                    .contains("last lines: fake serve"));
  }

  @Test
  void aProcessThatIsSickAgainAndAgainIsQuarantinedAndTheReasonSaysWhy() throws Exception {
    impatient();
    KmRuntime sick = runtime("hang-later", "${port}");
    for (int i = 1; i <= bench.limits.quarantineAfter(); i++) {
      assertThat(bench.ensure(ALPHA, sick).generation()).isEqualTo(i);
      assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isFalse();
      bench.stop(ALPHA, StopReason.UNHEALTHY);
    }
    assertThat(bench.supervisor.snapshot(ALPHA).state()).isEqualTo(ProcessState.QUARANTINED);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.events)
                    .filteredOn(event -> event.kind() == Kind.QUARANTINED)
                    .extracting(ProcessEvent::reason)
                    .singleElement()
                    .asString()
                    .contains("unhealthy: GET /ready")
                    .contains("last lines: fake hang-later"));
    bench.supervisor.release(ALPHA).toCompletableFuture().get(40, TimeUnit.SECONDS);
    assertThat(bench.ensure(ALPHA, serving()).failures()).isZero();
  }

  @Test
  void whatProcessesTakeIsReadInOneWalkForAllWhoAsk() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, serving());
    var usage = bench.supervisor.usage();
    assertThat(usage.get(ALPHA).rssBytes()).isGreaterThan(8L << 20);
    assertThat(usage.get(ALPHA).pssBytes()).isBetween(4L << 20, usage.get(ALPHA).rssBytes());
    assertThat(usage.get(ALPHA).cpuMillis()).isPositive();
    assertThat(bench.supervisor.usage().keySet()).containsExactly(ready.project());
    assertThat(bench.supervisor.traffic().get(ALPHA).answered()).isZero();
  }

  /** For programs that never answer a probe: how long that takes proves nothing. */
  private void impatient() {
    bench.healthTimeout = Duration.ofMillis(300);
    bench.restartSupervisor();
  }
}
