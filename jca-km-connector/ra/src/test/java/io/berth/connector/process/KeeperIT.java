package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcStat;
import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeeperIT {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ProjectId BETA = new ProjectId("beta");
  private static final ProjectId GAMMA = new ProjectId("gamma");

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void withoutAServerForTheOrphanTimeoutItEndsForeignProgramsAndThenItself() throws Exception {
    startWith(SHORT);
    bench.ensure(ALPHA, Bench.runtime("stubborn", "${port}"));
    Awaitility.await().until(() -> bench.ours().size() == 2 && bench.keepers().size() == 1);
    bench.supervisor.close();
    Awaitility.await().atMost(PATIENCE).until(() -> bench.ours().isEmpty());
    Awaitility.await().atMost(PATIENCE).until(() -> bench.keepers().isEmpty());
    assertThat(Files.readString(bench.data.resolve("keeper/node-1/keeper.log")))
        .contains("no server for 3 s: ending alpha#1, process ");
    bench.supervisor = bench.newSupervisor();
    assertThat(bench.supervisor.adopt(List.of(wish(ALPHA))).gone()).containsKey(ALPHA);
    assertThat(bench.ensure(ALPHA, serving()).generation()).isEqualTo(2);
  }

  @Test
  void whatARestartedServerAdoptedIsSparedByTheSameKeeper() throws Exception {
    // why longer: a busy machine must be able to restart a server meanwhile
    startWith(SHORT.multipliedBy(2));
    ProcessSnapshot before = bench.ensure(ALPHA, serving());
    long keeper = keeper();
    bench.restartSupervisor();
    assertThat(bench.supervisor.adopt(List.of(wish(ALPHA))).adopted()).hasSize(1);
    awaitLooks(keeper, 9);
    assertThat(keeper()).isEqualTo(keeper);
    assertThat(bench.supervisor.snapshot(ALPHA).state()).isEqualTo(ProcessState.READY);
    assertThat(bench.supervisor.snapshot(ALPHA).pid()).isEqualTo(before.pid());
  }

  @Test
  void whatIsNotProvedToBeOursIsSpared() throws Exception {
    startWith(SHORT);
    bench.ensure(ALPHA, serving());
    Process unmarked = innocent(Map.of());
    Process otherStart = innocent(marker(GAMMA));
    try {
      bench.supervisor.close();
      ProcessRecords records = new ProcessRecords(bench.data);
      records.write(record(BETA, unmarked, 0));
      records.write(record(GAMMA, otherStart, 1));
      Awaitility.await().atMost(PATIENCE).until(() -> bench.keepers().isEmpty());
      assertThat(unmarked.isAlive()).as("without a mark").isTrue();
      assertThat(otherStart.isAlive()).as("with the pid of a record, started later").isTrue();
      assertThat(bench.ours()).hasSize(1).first().matches(s -> s.pid() == otherStart.pid());
    } finally {
      unmarked.destroyForcibly().waitFor();
      otherStart.destroyForcibly().waitFor();
      bench.supervisor = bench.newSupervisor();
      bench.supervisor.adopt(List.of());
    }
  }

  @Test
  void oneThatWasKilledOrHasOldSettingsIsReplaced() throws Exception {
    bench.ensure(ALPHA, serving());
    long first = keeper();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    Awaitility.await().until(() -> bench.keepers().isEmpty());
    bench.ensure(BETA, serving());
    long second = keeper();
    startWith(Duration.ofMinutes(20));
    bench.supervisor.adopt(List.of(wish(ALPHA), wish(BETA)));
    bench.ensure(GAMMA, serving());
    Awaitility.await()
        .until(() -> bench.keepers().size() == 1 && bench.keepers().get(0).pid() != second);
  }

  private void startWith(Duration orphanTimeout) {
    bench.orphanTimeout = orphanTimeout;
    bench.restartSupervisor();
  }

  private long keeper() {
    Awaitility.await().until(() -> bench.keepers().size() == 1);
    return bench.keepers().get(0).pid();
  }

  /** Each look ends with a sleep, which is a process of its own. */
  private void awaitLooks(long keeper, int looks) {
    Set<Long> sleeps = new HashSet<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              bench.proc.running().stream()
                  .filter(s -> s.session() == keeper && s.pid() != keeper)
                  .map(ProcStat::pid)
                  .forEach(sleeps::add);
              return sleeps.size() >= looks;
            });
  }

  private AdoptionWish wish(ProjectId project) {
    return new AdoptionWish(bench.order(project, 1, serving()));
  }

  private Map<String, String> marker(ProjectId project) {
    Map<String, String> environment = new HashMap<>();
    new Marker(bench.installation, "node-1", project, 1).writeTo(environment);
    return environment;
  }

  private Process innocent(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "sleep", "300").redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    Awaitility.await()
        .until(
            () ->
                bench.proc.stat(process.pid()).filter(s -> s.session() == s.pid()).isPresent()
                    && bench
                        .proc
                        .environment(process.pid())
                        .keySet()
                        .containsAll(environment.keySet()));
    return process;
  }

  private ProcessRecord record(ProjectId project, Process process, long off) {
    long ticks = bench.proc.stat(process.pid()).orElseThrow().startTicks();
    return new ProcessRecord(
        project,
        1,
        "fake",
        bench.range.last(),
        process.pid(),
        ticks - off,
        bench.proc.bootId(),
        Instant.EPOCH);
  }
}
