package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.proc.ProcStat;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The warm pool with real processes of the built-in KM. */
class WarmPoolIT {
  private static final KmRuntime BUILT_IN = KmRuntime.builtInRuntime();

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aStartTakesAWarmProcessWhichIsFromThenOnAnOrdinaryOne() throws Exception {
    long warm = onePool().pid();
    assertThat(bench.supervisor.warmPool().pssBytes()).isPositive();
    ProcessSnapshot ready = bench.ensure(ALPHA, BUILT_IN);
    assertThat(ready.pid()).hasValue(warm);
    assertThat(ready.startSource()).contains(StartSource.WARM);
    assertThat(ready.port()).hasValue(bench.range.first());
    System.out.println("warm: ready after " + ready.startTook().orElseThrow());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    assertThat(String.join(" ", bench.supervisor.logTail(ALPHA, 50)))
        .contains("READY port=" + ready.port().getAsInt());
    assertThat(bench.ours()).extracting(ProcStat::pid).containsExactly(warm);
    patiently()
        .untilAsserted(
            () ->
                assertThat(bench.events)
                    .extracting(ProcessEvent::reason)
                    .anyMatch(reason -> reason.endsWith("from the warm pool")));
    patiently().until(() -> bench.supervisor.warmPool().ready() == 1);
    assertThat(bench.warm()).extracting(ProcStat::pid).hasSize(1).doesNotContain(warm);

    bench.restartSupervisor();
    assertThat(bench.warm()).as("what nobody took ends with its adapter").isEmpty();
    bench.supervisor.adopt(List.of(new AdoptionWish(bench.order(ALPHA, 1, BUILT_IN))));
    ProcessSnapshot adopted = bench.supervisor.snapshot(ALPHA);
    assertThat(adopted.pid()).hasValue(warm);
    assertThat(adopted.startSource()).contains(StartSource.WARM);
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void withoutAWarmProcessAStartIsCold() throws Exception {
    bench.warmPool = WarmPoolSettings.NONE;
    bench.restartSupervisor();
    bench.supervisor.adopt(List.of());
    assertThat(bench.ensure(ALPHA, BUILT_IN).startSource()).contains(StartSource.COLD);
    assertThat(bench.warm()).isEmpty();
  }

  @Test
  void aWarmProcessThatDiesIsReplaced() throws Exception {
    long first = onePool().pid();
    Signals.send("KILL", first);
    ProcStat second = awaitOther(Set.of(first));
    Signals.send("KILL", second.pid());
    ProcessSnapshot ready = bench.ensure(ALPHA, BUILT_IN);
    assertThat(ready.pid().getAsLong()).isNotIn(first, second.pid());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
  }

  @Test
  void aWarmProcessThatDiesWhileItIsAssignedIsFollowedByAColdStart() throws Exception {
    long warm = onePool().pid();
    Signals.send("STOP", warm);
    CompletableFuture<ProcessSnapshot> starting =
        bench.supervisor.ensure(ALPHA, bench.orders(BUILT_IN)).toCompletableFuture();
    awaitRecordOf(warm);
    Signals.send("KILL", warm);
    ProcessSnapshot ready = starting.get(40, TimeUnit.SECONDS);
    assertThat(ready.startSource()).contains(StartSource.COLD);
    assertThat(ready.generation()).isEqualTo(1);
    assertThat(bench.ours()).extracting(ProcStat::pid).containsExactly(ready.pid().getAsLong());
  }

  @Test
  void aWarmProcessThatHangsIsEndedAndFollowedByAColdStart() throws Exception {
    long warm = onePool().pid();
    Signals.send("STOP", warm);
    ProcessSnapshot ready = bench.ensure(ALPHA, BUILT_IN);
    assertThat(ready.startSource()).contains(StartSource.COLD);
    assertThat(bench.proc.stat(warm).filter(ProcStat::alive)).isEmpty();
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
  }

  @Test
  void aPortThatIsTakenMeanwhileIsGivenUpForTheNext() throws Exception {
    long warm = onePool().pid();
    Signals.send("STOP", warm);
    CompletableFuture<ProcessSnapshot> starting =
        bench.supervisor.ensure(ALPHA, bench.orders(BUILT_IN)).toCompletableFuture();
    awaitRecordOf(warm);
    try (ServerSocket thief =
        new ServerSocket(bench.range.first(), 5, InetAddress.getLoopbackAddress())) {
      Signals.send("CONT", warm);
      ProcessSnapshot ready = starting.get(40, TimeUnit.SECONDS);
      assertThat(ready.port()).hasValue(bench.range.first() + 1);
      assertThat(ready.generation()).isEqualTo(1);
      assertThat(bench.proc.stat(warm).filter(ProcStat::alive)).isEmpty();
      assertThat(bench.supervisor.ports().get(0).foreign()).contains(thief.getLocalPort());
    }
  }

  @Test
  void aStopDuringAnAssignmentEndsTheProcess() throws Exception {
    long warm = onePool().pid();
    Signals.send("STOP", warm);
    CompletableFuture<ProcessSnapshot> starting =
        bench.supervisor.ensure(ALPHA, bench.orders(BUILT_IN)).toCompletableFuture();
    awaitRecordOf(warm);
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(starting).isCompletedExceptionally();
    assertThat(bench.ours()).isEmpty();
    assertThat(bench.proc.stat(warm).filter(ProcStat::alive)).isEmpty();
  }

  @Test
  void manyStartsAtOnceShareWhatIsWarmAndNoTwoGetTheSame() throws Exception {
    pool(2, Duration.ofHours(1));
    Set<Long> warm = pids();
    List<CompletableFuture<ProcessSnapshot>> starting =
        List.of("p1", "p2", "p3").stream()
            .map(ProjectId::new)
            .map(id -> bench.supervisor.ensure(id, bench.orders(BUILT_IN)).toCompletableFuture())
            .toList();
    Set<Long> used = new HashSet<>();
    for (CompletableFuture<ProcessSnapshot> start : starting) {
      used.add(start.get(40, TimeUnit.SECONDS).pid().getAsLong());
    }
    assertThat(used).hasSize(3).containsAll(warm);
  }

  @Test
  void anOldWarmProcessIsReplaced() throws Exception {
    pool(1, Duration.ofSeconds(1));
    Set<Long> first = pids();
    awaitOther(first);
    patiently().until(() -> pids().stream().noneMatch(first::contains));
  }

  private ProcStat onePool() {
    pool(1, Duration.ofHours(1));
    return bench.warm().get(0);
  }

  /** A supervisor whose pool is full. */
  private void pool(int size, Duration maxAge) {
    bench.warmPool = new WarmPoolSettings(size, maxAge);
    bench.restartSupervisor();
    bench.supervisor.adopt(List.of());
    patiently().until(() -> bench.supervisor.warmPool().ready() == size);
  }

  private ProcStat awaitOther(Set<Long> than) {
    patiently().until(() -> pids().stream().anyMatch(pid -> !than.contains(pid)));
    return bench.warm().stream().filter(s -> !than.contains(s.pid())).findFirst().orElseThrow();
  }

  private Set<Long> pids() {
    return bench.warm().stream().map(ProcStat::pid).collect(Collectors.toSet());
  }

  /** The process has a project on disk, and does not know it yet. */
  private void awaitRecordOf(long pid) {
    Path record = bench.data.resolve("run/alpha.json");
    patiently()
        .until(() -> Files.exists(record) && Files.readString(record).contains("\"pid\": " + pid));
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofSeconds(90));
  }
}
