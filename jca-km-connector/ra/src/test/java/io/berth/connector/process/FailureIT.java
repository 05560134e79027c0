package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailureIT {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aCommandThatDoesNotExistIsNamed() {
    bench.limits = Bench.COOLING;
    KmException failure = startFails(Bench.runtime(List.of("no-such-program"), false));
    assertThat(failure.problem()).isEqualTo(Problem.START_FAILED);
    assertThat(failure).hasMessageContaining("no executable program 'no-such-program' in PATH");
    assertThat(failure.retryAfter()).isPresent();
    assertThat(state()).isEqualTo(ProcessState.BACKOFF);
  }

  @Test
  void aProgramThatExitsAtOnceIsReportedWithItsCodeAndItsLastLines() {
    KmException failure = startFails(runtime("exit", "7"));
    assertThat(failure)
        .hasMessageContaining("exited with code 7")
        .hasMessageContaining("why I exit");
    assertThat(bench.supervisor.snapshot(ALPHA).lastExit().orElseThrow().code()).hasValue(7);
    assertThat(bench.data.resolve("projects/alpha/run")).as("no secret stays").isEmptyDirectory();
  }

  @Test
  void aProgramThatIsNeverReadyIsEndedAtTheDeadline() {
    bench.startTimeout = Duration.ofSeconds(1);
    KmException failure = startFails(runtime("sleep"));
    assertThat(failure)
        .hasMessageContaining("not ready on port " + bench.range.first() + " within PT1S")
        .hasMessageContaining("Connection refused");
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aProgramThatListensElsewhereIsToldWhere() {
    // why so long: a JVM on a busy machine takes its time to listen anywhere
    bench.startTimeout = Duration.ofSeconds(6);
    KmException failure = startFails(runtime("elsewhere"));
    assertThat(failure).message().containsPattern("it listens on 127\\.0\\.0\\.1:\\d+ instead");
  }

  @Test
  void aProgramThatOtherMachinesCouldReachIsRefusedUnlessItsRuntimePermitsIt() throws Exception {
    KmException failure = startFails(runtime("exposed", "${port}"));
    assertThat(failure).hasMessageContaining("where other machines reach it");
    KmRuntime permitted = Bench.runtime(FakeProgram.command("exposed", "${port}"), true);
    assertThat(bench.ensure(ALPHA, permitted).state()).isEqualTo(ProcessState.READY);
  }

  @Test
  void aPortThatIsTakenAfterItsReservationIsGivenUpForTheNext() throws Exception {
    Path gate = bench.data.resolve("gate");
    KmRuntime slow = FakeProgram.behind(gate, "serve", "${port}");
    var starting = bench.supervisor.ensure(ALPHA, bench.orders(slow)).toCompletableFuture();
    Awaitility.await().until(() -> !bench.ours().isEmpty());
    try (ServerSocket thief =
        new ServerSocket(bench.range.first(), 5, InetAddress.getLoopbackAddress())) {
      Files.createFile(gate);
      ProcessSnapshot snapshot = starting.get(40, TimeUnit.SECONDS);
      assertThat(snapshot.port()).hasValue(bench.range.first() + 1);
      assertThat(snapshot.generation()).isEqualTo(1);
      assertThat(bench.supervisor.ports().get(0).foreign()).contains(thief.getLocalPort());
    }
  }

  @Test
  void aCrashIsFollowedByACoolDownAndTheNextGeneration() throws Exception {
    bench.limits = Bench.COOLING;
    ProcessSnapshot first = bench.ensure(ALPHA, serving());
    killHard(first);
    Awaitility.await().until(() -> state() == ProcessState.BACKOFF);
    ProcessSnapshot crashed = bench.supervisor.snapshot(ALPHA);
    assertThat(crashed.lastExit().orElseThrow().signal()).hasValue(9);
    assertThat(crashed.retryAt()).isPresent();
    assertThat(crashed.pid()).isEmpty();
    ProcessSnapshot second = bench.ensure(ALPHA, serving());
    assertThat(second.generation()).isEqualTo(2);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bench.kinds())
                    .containsExactly(
                        Kind.STARTING, Kind.READY, Kind.CRASHED, Kind.STARTING, Kind.READY));
  }

  @Test
  void aCrashLeavesNoChildBehindBeforeTheNextGeneration() throws Exception {
    bench.stopTimeout = Duration.ofMillis(300);
    ProcessSnapshot first = bench.ensure(ALPHA, runtime("stubborn", "${port}"));
    Awaitility.await().until(() -> bench.ours().size() == 2);
    killHard(first);
    Awaitility.await().until(() -> state() == ProcessState.STOPPED);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aProjectThatFailsTooOftenIsQuarantinedUntilItIsReleased() throws Exception {
    for (int i = 0; i < 3; i++) {
      startFails(runtime("exit", "1"));
    }
    assertThat(state()).isEqualTo(ProcessState.QUARANTINED);
    KmException refused = startFails(serving());
    assertThat(refused.problem()).isEqualTo(Problem.QUARANTINED);
    assertThat(refused).hasMessageContaining("exited with code 1").hasMessageContaining("release");
    assertThat(refused.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(10));
    bench.supervisor.release(ALPHA).toCompletableFuture().get(40, TimeUnit.SECONDS);
    assertThat(state()).isEqualTo(ProcessState.STOPPED);
    assertThat(bench.ensure(ALPHA, serving()).failures()).isZero();
    Awaitility.await()
        .untilAsserted(() -> assertThat(bench.kinds()).contains(Kind.QUARANTINED, Kind.RELEASED));
  }

  @Test
  void aDemandInTheCoolDownWaitsForItsEnd() throws Exception {
    bench.limits = Bench.COOLING;
    startFails(runtime("exit", "1"));
    assertThat(state()).isEqualTo(ProcessState.BACKOFF);
    assertThat(bench.ensure(ALPHA, serving()).generation()).isEqualTo(2);
  }

  @Test
  void anUnhealthyProcessIsEndedAndCountsAsAFailure() throws Exception {
    bench.ensure(ALPHA, serving());
    ProcessSnapshot after = bench.stop(ALPHA, StopReason.UNHEALTHY);
    assertThat(after.state()).isEqualTo(ProcessState.BACKOFF);
    assertThat(after.failures()).isEqualTo(1);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aStopDuringAStartEndsWhatWasForked() throws Exception {
    var starting = bench.supervisor.ensure(ALPHA, bench.orders(runtime("sleep")));
    Awaitility.await().until(() -> !bench.ours().isEmpty());
    assertThat(bench.stop(ALPHA, StopReason.OPERATOR).state()).isEqualTo(ProcessState.STOPPED);
    assertThat(bench.ours()).isEmpty();
    assertThat(starting.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aRefusedOrderIsTheCallersAnswerAndNoFailureOfTheProgram() {
    Throwable refused =
        catchThrowable(
            () ->
                bench
                    .supervisor
                    .ensure(
                        ALPHA,
                        project -> {
                          throw new KmException(Problem.NO_SUCH_PROJECT, "gone");
                        })
                    .toCompletableFuture()
                    .get(40, TimeUnit.SECONDS));
    assertThat(((KmException) refused.getCause()).problem()).isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(state()).isEqualTo(ProcessState.STOPPED);
    assertThat(bench.supervisor.snapshot(ALPHA).failures()).isZero();
  }

  private KmException startFails(KmRuntime runtime) {
    Throwable failure = catchThrowable(() -> bench.ensure(ALPHA, runtime));
    assertThat(failure).as("the start").hasCauseInstanceOf(KmException.class);
    return (KmException) failure.getCause();
  }

  private ProcessState state() {
    return bench.supervisor.snapshot(ALPHA).state();
  }

  private static void killHard(ProcessSnapshot snapshot) {
    ProcessHandle.of(snapshot.pid().getAsLong()).orElseThrow().destroyForcibly();
  }
}
