package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StopReason;
import io.berth.connector.proc.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A server that dies by SIGKILL while it fills its pool, between record and assignment, or right
 * after it: the next one finds whatever runs.
 */
class WarmCrashIT {
  @RegisterExtension final Bench bench = new Bench();
  private Process node;

  @AfterEach
  void endNode() throws InterruptedException {
    if (node != null) {
      node.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatWasBeingMadeWarmIsEndedByTheNextAdoption() throws Exception {
    startNode();
    patiently().until(() -> !bench.warm().isEmpty());
    long pid = bench.warm().get(0).pid();
    killNode();
    AdoptionReport report = bench.supervisor.adopt(List.of());
    assertThat(report.ended()).anyMatch(text -> text.endsWith(" pid " + pid));
    assertThat(bench.warm()).isEmpty();
  }

  @Test
  void aWarmProcessWhoseServerIsGoneEndsByItself() throws Exception {
    startNode();
    awaitFullPool();
    killNode();
    patiently().until(() -> bench.warm().isEmpty());
    assertThat(bench.supervisor.adopt(List.of()).ended()).as("nothing is left to end").isEmpty();
    assertThat(bench.data.resolve("warm/node-1")).as("nor to read").isEmptyDirectory();
  }

  @Test
  void whatIsRecordedButNotYetAssignedIsEndedAndItsRecordWithIt() throws Exception {
    long pid = stoppedWithARecord();
    killNode();
    AdoptionReport report = bench.supervisor.adopt(List.of(wish()));
    assertThat(report.adopted()).isEmpty();
    assertThat(report.gone()).containsEntry(ALPHA, "generation 1 does not run");
    assertThat(report.ended()).anyMatch(text -> text.endsWith(" pid " + pid));
    assertThat(bench.data.resolve("run/alpha.json")).doesNotExist();
  }

  @Test
  void whatIsAssignedIsAdoptedAlsoWithoutARecord() throws Exception {
    long pid = stoppedWithARecord();
    Signals.send("CONT", pid);
    patiently().until(() -> bench.ours().stream().anyMatch(s -> s.pid() == pid));
    killNode();
    patiently()
        .untilAsserted(
            () ->
                assertThat(bench.data.resolve("projects/alpha/log/process.log"))
                    .content()
                    .contains("READY port="));
    Files.delete(bench.data.resolve("run/alpha.json"));
    AdoptionReport report = bench.supervisor.adopt(List.of(wish()));
    assertThat(report.adopted())
        .extracting(ProcessSnapshot::pid)
        .containsExactly(OptionalLong.of(pid));
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    bench.stop(ALPHA, StopReason.OPERATOR);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void whatIsAssignedAndUnwantedIsEnded() throws Exception {
    long pid = stoppedWithARecord();
    Signals.send("CONT", pid);
    patiently().until(() -> bench.ours().stream().anyMatch(s -> s.pid() == pid));
    killNode();
    assertThat(bench.supervisor.adopt(List.of()).ended()).contains("alpha#1 pid " + pid);
    assertThat(bench.ours()).isEmpty();
  }

  /** A warm process that is stopped, and that the node has just given to alpha. */
  private long stoppedWithARecord() throws Exception {
    startNode();
    awaitFullPool();
    ProcStat warm = bench.warm().get(0);
    Signals.send("STOP", warm.pid());
    node.getOutputStream().write('s');
    node.getOutputStream().flush();
    Path log = bench.data.resolve("projects/alpha/log/process.log");
    // why the log: it is moved after the record was written, right before the assignment
    patiently().until(() -> Files.exists(log));
    assertThat(bench.data.resolve("run/alpha.json")).content().contains("\"pid\": " + warm.pid());
    return warm.pid();
  }

  private void startNode() throws IOException {
    Path log = bench.data.resolve("node.log");
    node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashedNode.class.getName(),
                bench.data.toString(),
                bench.installation,
                bench.range.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  private void killNode() throws InterruptedException {
    node.destroyForcibly().waitFor();
  }

  private void awaitFullPool() {
    patiently()
        .untilAsserted(
            () -> assertThat(bench.data.resolve("node.log")).content().contains("warm\n"));
  }

  private AdoptionWish wish() {
    return new AdoptionWish(bench.order(ALPHA, 1, KmRuntime.builtInRuntime()));
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofSeconds(90));
  }
}
