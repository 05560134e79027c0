package io.berth.lifecycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class PoliciesIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  @TempDir Path data;
  private TestNode test;
  private ProjectLifecycle lifecycle;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    test = new TestNode(postgres.newDatabase(), data).booted();
    lifecycle = test.node.processes().lifecycle();
    create(ALPHA, Map.of("idleTimeout", "PT10M", "idleMinRequests", "1"));
    create(BETA, Map.of("healthFailures", "2"));
  }

  private void create(ProjectId id, Map<String, String> settings) throws KmException {
    test.node
        .projects()
        .create(new NewProject(id, Optional.empty(), Optional.empty(), settings), "ann");
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theSweepStopsByEachProjectsOwnSettingsAndRespectsBusyLeases() throws KmException {
    for (ProjectId id : new ProjectId[] {ALPHA, BETA}) {
      test.km.processes.slots.put(
          id, Snapshots.ready(id).requests(20).activeAt(Snapshots.READY_AT).build());
    }
    test.now = Snapshots.READY_AT.plus(Duration.ofMinutes(11));
    lifecycle.busy(ALPHA, "job-1", Duration.ofMinutes(5));
    test.node.processes().idleSweep().sweep();
    assertThat(test.km.processes.calls).containsExactly("touch alpha");
    assertThat(lifecycle.process(BETA).idleStopAt())
        .contains(Snapshots.READY_AT.plus(Duration.ofHours(1)));
    assertThat(lifecycle.process(BETA).idleFor()).contains(Duration.ofMinutes(11));
    test.now = test.now.plus(Duration.ofMinutes(16));
    test.node.processes().idleSweep().sweep();
    assertThat(test.km.processes.calls).containsExactly("touch alpha", "stop alpha idle");
  }

  @Test
  void anUnhealthyProcessIsRestartedAfterItsOwnNumberOfFailures() throws Exception {
    test.node.processes().lifecycle().demand(BETA).toCompletableFuture().get();
    test.km.processes.probes =
        project -> Optional.of(new ProbeResult(false, Duration.ofSeconds(2), "no answer"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              test.node.health().tick();
              return test.km.processes.calls.contains("stop beta unhealthy");
            });
    List<String> calls = List.copyOf(test.km.processes.calls);
    // why only before: the next process is probed too, as soon as it is due
    assertThat(calls.subList(0, calls.indexOf("stop beta unhealthy")))
        .filteredOn("probe beta"::equals)
        .hasSize(2);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> test.km.processes.snapshot(BETA).generation() == 2);
  }

  @Test
  void whatAnOperatorOrdersIsInTheAuditWithTheirName() throws KmException {
    await(lifecycle.start(ALPHA, "ann"));
    await(lifecycle.restart(ALPHA, "bob"));
    await(lifecycle.stop(ALPHA, "cy"));
    await(lifecycle.release(ALPHA, "dee"));
    assertThat(test.node.events().last(Optional.of(ALPHA), 4))
        .extracting(event -> event.kind() + " " + event.actor())
        .containsExactly(
            "process.start-ordered ann",
            "process.restart-ordered bob",
            "process.stop-ordered cy",
            "process.release-ordered dee");
    assertThat(test.km.processes.calls)
        .containsExactly(
            "ensure alpha",
            "stop alpha restart",
            "ensure alpha",
            "stop alpha operator",
            "release alpha");
    ProjectId unknown = new ProjectId("unknown");
    assertThat(
            catchThrowableOfType(KmException.class, () -> await(lifecycle.start(unknown, "ann")))
                .problem())
        .isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(
            catchThrowableOfType(KmException.class, () -> await(lifecycle.demand(unknown)))
                .problem())
        .isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(test.km.processes.slots).doesNotContainKey(unknown);
  }

  @Test
  void theOverviewAddsUpWhatWasMeasured() throws KmException {
    await(lifecycle.demand(ALPHA));
    test.km.processes.usage = Map.of(ALPHA, new Usage(80, 60, 5));
    var overview = test.node.overview().now();
    assertThat(overview.projects()).isEqualTo(2);
    assertThat(overview.memoryBytes()).isEqualTo(60);
    assertThat(overview.savedBytes()).isEqualTo(60);
    assertThat(overview.nodes()).containsExactly("node-1");
  }

  private static void await(
      java.util.concurrent.CompletionStage<io.berth.connector.api.ProcessSnapshot> stage)
      throws KmException {
    Stages.await(stage, Duration.ofSeconds(60), "it");
  }
}
