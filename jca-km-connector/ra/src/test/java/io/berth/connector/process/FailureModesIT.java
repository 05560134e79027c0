package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.proc.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How managers of processes are known to fail, tried on this one with real processes. */
class FailureModesIT {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void hundredsOfHealthChecksLeaveNothingOpenInTheProcess() throws Exception {
    long pid = bench.ensure(ALPHA, serving()).pid().getAsLong();
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    long before = sockets(pid);
    for (int i = 0; i < 300; i++) {
      assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    }
    Awaitility.await().untilAsserted(() -> assertThat(sockets(pid)).isLessThanOrEqualTo(before));
    assertThat(bench.supervisor.snapshot(ALPHA).requests()).as("no activity").isZero();
  }

  @Test
  void aHealthCheckOfASleepingProjectStartsNothing() {
    assertThat(bench.supervisor.probe(ALPHA)).isEmpty();
    assertThat(bench.ours()).isEmpty();
    assertThat(bench.counters).doesNotContainKey(ALPHA);
  }

  @Test
  void aStormOfStartsIsPacedAndAllOfThemAreServed() throws Exception {
    Path gate = bench.data.resolve("gate");
    KmRuntime waiting = FakeProgram.behind(gate, "serve", "${port}");
    List<CompletableFuture<ProcessSnapshot>> callers = new ArrayList<>();
    for (int i = 0; i < bench.range.size(); i++) {
      callers.add(
          bench
              .supervisor
              .ensure(new ProjectId("p" + i), bench.orders(waiting))
              .toCompletableFuture());
    }
    int atOnce = bench.settings().startConcurrency();
    Awaitility.await().until(() -> leaders().size() == atOnce);
    Awaitility.await().during(Duration.ofMillis(500)).until(() -> leaders().size() == atOnce);
    Files.createFile(gate);
    for (CompletableFuture<ProcessSnapshot> caller : callers) {
      assertThat(caller.get(60, TimeUnit.SECONDS).generation()).isEqualTo(1);
    }
  }

  @Test
  void whatAnAdoptedProcessWritesIsStillInItsLog() throws Exception {
    KmRuntime talking = runtime("talk", "${port}");
    bench.ensure(ALPHA, talking);
    bench.restartSupervisor();
    bench.supervisor.adopt(List.of(new AdoptionWish(bench.order(ALPHA, 1, talking))));
    int before = said().size();
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    Awaitility.await().untilAsserted(() -> assertThat(said()).hasSizeGreaterThan(before));
  }

  @Test
  void aRecordThatIsNonsenseOrOfAStrangerBlocksNoBoot() throws Exception {
    ProcessSnapshot before = bench.ensure(ALPHA, serving());
    bench.restartSupervisor();
    Files.writeString(bench.data.resolve("run/beta.json"), "{\"pid\": \"none of yours\"");
    Files.writeString(
        bench.data.resolve("run/gamma.json"),
        Files.readString(bench.data.resolve("run/alpha.json")).replace("alpha", "gamma"));
    assertThat(
            bench
                .supervisor
                .adopt(List.of(new AdoptionWish(bench.order(ALPHA, 1, serving()))))
                .adopted())
        .extracting(ProcessSnapshot::pid)
        .containsExactly(before.pid());
    assertThat(bench.data.resolve("run/beta.json")).doesNotExist();
    assertThat(bench.data.resolve("run/gamma.json")).doesNotExist();
  }

  private List<String> said() {
    return bench.supervisor.logTail(ALPHA, 100).stream()
        .filter(line -> line.startsWith("asked "))
        .toList();
  }

  private List<ProcStat> leaders() {
    return bench.ours().stream().filter(stat -> stat.pid() == stat.session()).toList();
  }

  private static long sockets(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.filter(FailureModesIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }
}
