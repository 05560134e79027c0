package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Usage;
import io.berth.connector.proc.ProcStat;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartAndStopIT {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aHundredDemandsAtOnceStartExactlyOneProcess() throws Exception {
    var orders = bench.orders(serving());
    List<CompletableFuture<ProcessSnapshot>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      callers.add(
          CompletableFuture.supplyAsync(() -> bench.supervisor.ensure(ALPHA, orders))
              .thenCompose(stage -> stage));
    }
    Set<Long> pids =
        callers.stream()
            .map(caller -> caller.orTimeout(90, TimeUnit.SECONDS).join().pid().getAsLong())
            .collect(Collectors.toSet());
    assertThat(pids).hasSize(1);
    assertThat(bench.ours()).extracting(ProcStat::pid).containsExactlyElementsOf(pids);
    assertThat(bench.counters.get(ALPHA).get()).isEqualTo(1);
  }

  @Test
  void aReadyProcessLeadsItsOwnSessionAndHasAPrivateFolderAndNoSecretInSight() throws Exception {
    ProcessSnapshot snapshot = bench.ensure(ALPHA, serving());
    long pid = snapshot.pid().getAsLong();
    ProcStat stat = bench.proc.stat(pid).orElseThrow();
    assertThat(stat.session()).isEqualTo(pid);
    assertThat(stat.group()).isEqualTo(pid);
    Path folder = bench.data.resolve("projects/alpha");
    Path secret = folder.resolve("run/secret-1");
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(secret))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(bench.proc.environment(pid).keySet())
        .containsOnly(
            "PATH",
            "HOME",
            "LANG",
            "BERTH_INSTALLATION",
            "BERTH_NODE",
            "BERTH_PROJECT",
            "BERTH_GENERATION");
    assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
        .doesNotContain(Files.readString(secret));
    assertThat(bench.supervisor.logTail(ALPHA, 5)).first().asString().startsWith("fake serve");
    Usage usage = bench.supervisor.usage().get(ALPHA);
    assertThat(usage.pssBytes()).isBetween(5_000_000L, usage.rssBytes());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    assertThat(bench.supervisor.ports().get(0).used()).containsValue(ALPHA);
  }

  @Test
  void aPortRestsBeforeItIsUsedAgainUnlessTheOrderPrefersIt() throws Exception {
    ProcessSnapshot first = bench.ensure(ALPHA, serving());
    ProcessSnapshot stopped = bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(stopped.state()).isEqualTo(ProcessState.STOPPED);
    assertThat(stopped.lastExit().orElseThrow().reason()).isEqualTo("operator");
    ProcessSnapshot second = bench.ensure(ALPHA, serving());
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.restarts()).isEqualTo(1);
    assertThat(second.port().getAsInt()).isNotEqualTo(first.port().getAsInt());
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.kinds())
                    .containsExactly(
                        Kind.STARTING,
                        Kind.READY,
                        Kind.DRAINING,
                        Kind.STOPPED,
                        Kind.STARTING,
                        Kind.READY));
  }

  @Test
  void aProcessThatASignalHoldsIsEndedWithoutPatience() throws Exception {
    long pid = bench.ensure(ALPHA, serving()).pid().getAsLong();
    Signals.send("STOP", pid);
    ProcessSnapshot stopped = bench.stop(ALPHA, StopReason.UNHEALTHY);
    assertThat(stopped.lastExit().orElseThrow().signal()).hasValue(9);
    assertThat(bench.proc.stat(pid).filter(ProcStat::alive)).isEmpty();
  }

  @Test
  void aDrainWaitsForWhatIsInFlightAndADemandMeanwhileGetsTheNextGeneration() throws Exception {
    bench.ensure(ALPHA, serving());
    ExchangeTicket ticket = bench.supervisor.begin(ALPHA);
    var stopping = bench.supervisor.stop(ALPHA, StopReason.IDLE, any -> true).toCompletableFuture();
    Awaitility.await()
        .until(() -> bench.supervisor.snapshot(ALPHA).state() == ProcessState.DRAINING);
    assertThatThrownBy(() -> bench.supervisor.begin(ALPHA))
        .isInstanceOfSatisfying(
            KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.DRAINING));
    var next = bench.supervisor.ensure(ALPHA, bench.orders(serving())).toCompletableFuture();
    assertThat(stopping).isNotDone();
    assertThat(bench.ours()).hasSize(1);
    ticket.close();
    assertThat(stopping.get(40, TimeUnit.SECONDS).generation()).isEqualTo(1);
    assertThat(next.get(40, TimeUnit.SECONDS).generation()).isEqualTo(2);
    assertThat(bench.generations)
        .containsExactly("opened alpha#1", "closed alpha#1", "opened alpha#2");
  }

  @Test
  void aDrainThatLastsTooLongIsCutOff() throws Exception {
    bench.drainTimeout = Duration.ofMillis(300);
    bench.ensure(ALPHA, serving());
    try (ExchangeTicket ticket = bench.supervisor.begin(ALPHA)) {
      ticket.streaming();
      assertThat(bench.supervisor.snapshot(ALPHA).openStreams()).isEqualTo(1);
      assertThat(bench.stop(ALPHA, StopReason.OPERATOR).state()).isEqualTo(ProcessState.STOPPED);
    }
  }

  @Test
  void aStopWhoseConditionNoLongerHoldsChangesNothing() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, serving());
    bench.supervisor.begin(ALPHA).close();
    ProcessSnapshot after =
        bench
            .supervisor
            .stop(ALPHA, StopReason.IDLE, now -> now.requests() == ready.requests())
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    assertThat(after.state()).isEqualTo(ProcessState.READY);
    assertThat(after.requests()).isEqualTo(1);
    assertThat(bench.supervisor.begin(ALPHA)).satisfies(ExchangeTicket::close);
  }

  @Test
  void whatIgnoresSigtermIsKilledWithItsChildren() throws Exception {
    bench.stopTimeout = Duration.ofMillis(500);
    bench.ensure(ALPHA, runtime("stubborn", "${port}"));
    Awaitility.await().until(() -> bench.ours().size() == 2);
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aShellThatSwallowsSigtermTakesItsChildWithIt() throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c"));
    command.add(String.join(" ", FakeProgram.command("serve", "${port}")) + "; echo over");
    bench.ensure(ALPHA, Bench.runtime(command, false));
    assertThat(bench.ours()).hasSize(2);
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aRestartServesTheNextGeneration() throws Exception {
    bench.ensure(ALPHA, serving());
    ProcessSnapshot next =
        bench
            .supervisor
            .restart(ALPHA, StopReason.RESTART, bench.orders(serving()))
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    assertThat(next.generation()).isEqualTo(2);
    assertThat(bench.ours()).hasSize(1);
  }

  @Test
  void aForeignListenerIsSteppedAround() throws Exception {
    try (ServerSocket foreign =
        new ServerSocket(bench.range.first(), 1, InetAddress.getLoopbackAddress())) {
      ProcessSnapshot snapshot = bench.ensure(ALPHA, serving());
      assertThat(snapshot.port().getAsInt()).isEqualTo(bench.range.first() + 1);
      assertThat(bench.supervisor.ports().get(0).foreign()).containsExactly(foreign.getLocalPort());
    }
  }

  @Test
  void aForgottenProjectIsAbsentAndCanComeBack() throws Exception {
    bench.ensure(ALPHA, serving());
    bench.stop(ALPHA, StopReason.REMOVED);
    bench.supervisor.forget(ALPHA);
    Awaitility.await().until(() -> bench.supervisor.snapshots().isEmpty());
    assertThat(bench.supervisor.snapshot(ALPHA)).isEqualTo(ProcessSnapshot.absent(ALPHA));
    assertThat(bench.ensure(ALPHA, serving()).generation()).isEqualTo(2);
  }

  @Test
  void startsOfManyProjectsShareThePortRangeUntilItIsFull() throws Exception {
    for (int i = 0; i < bench.range.size(); i++) {
      bench.ensure(new ProjectId("p" + i), serving());
    }
    assertThatThrownBy(() -> bench.ensure(ALPHA, serving()))
        .cause()
        .isInstanceOfSatisfying(
            KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_PORT));
    assertThat(bench.supervisor.snapshot(ALPHA).state()).isEqualTo(ProcessState.STOPPED);
  }
}
