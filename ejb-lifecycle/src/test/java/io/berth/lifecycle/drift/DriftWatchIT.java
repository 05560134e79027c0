package io.berth.lifecycle.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class DriftWatchIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  @TempDir Path data;
  private TestNode test;
  private long answered;
  private long nanos;
  private long failed;

  @BeforeEach
  void boot(TestPostgres postgres) throws Exception {
    test = new TestNode(postgres.newDatabase(), data).booted();
    create(ALPHA, Map.of());
    create(BETA, Map.of("healthDegradedAction", "recycle"));
    for (ProjectId id : List.of(ALPHA, BETA)) {
      test.node.processes().lifecycle().demand(id).toCompletableFuture().get();
    }
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
  void aSlowerProcessIsToldOnceWithFiguresAndRecycledOnlyWhereItsProjectWantsThat()
      throws Exception {
    minutes(30, 3, 4, 0);
    assertThat(drifts()).isEmpty();
    minutes(10, 700, 4, 0);
    assertThat(drifts())
        .containsExactlyInAnyOrder(
            "process.degraded alpha probe-latency",
            "process.degraded beta probe-latency",
            "process.recovered beta probe-latency");
    LifecycleEvent event = test.node.events().last(Optional.of(ALPHA), 1).get(0);
    assertThat(event.reason()).isEqualTo("probe-latency 700 ms, usually 3.0");
    assertThat(event.details()).containsEntry("limit", "153").containsEntry("unit", "ms");
    assertThat(test.km.processes.calls)
        .filteredOn(call -> call.startsWith("stop "))
        .as("once an hour, although the next process is no better")
        .containsExactly("stop beta degraded");
    assertThat(test.meter.counted).contains("degraded probe-latency 1");
    minutes(6, 3, 4, 0);
    assertThat(drifts()).contains("process.recovered alpha probe-latency");
  }

  @Test
  void errorsAndSlowAnswersOfCallersCountAsWell() throws Exception {
    minutes(30, 3, 4, 0);
    minutes(6, 3, 900, 40);
    assertThat(drifts())
        .contains("process.degraded alpha answer-latency", "process.degraded alpha error-rate");
  }

  @Test
  void readinessThatIsLostIsToldOnceAndWhenItIsBack() throws Exception {
    ready(false, 2);
    assertThat(drifts()).as("fewer than its project takes for certain").isEmpty();
    ready(false, 1);
    ready(false, 5);
    assertThat(drifts()).containsExactly("process.degraded alpha readiness");
    LifecycleEvent event = test.node.events().last(Optional.of(ALPHA), 1).get(0);
    assertThat(event.reason()).contains("/ready answered 503");
    assertThat(event.generation()).isEqualTo(1);
    assertThat(test.km.processes.calls)
        .as("it is alive, and may get well by itself")
        .noneMatch(call -> call.startsWith("stop "));
    ready(true, 1);
    assertThat(drifts())
        .containsExactly("process.degraded alpha readiness", "process.recovered alpha readiness");
  }

  /** So many probes of alpha, and the minute that they are in. */
  private void ready(boolean well, int probes) throws KmException {
    for (int i = 0; i < probes; i++) {
      test.node
          .resources()
          .drift()
          .probed(
              test.km.processes.snapshot(ALPHA),
              new ProbeResult(
                  well ? ProbeResult.Finding.WELL : ProbeResult.Finding.NOT_READY,
                  Duration.ofMillis(3),
                  well ? "" : "GET /ready answered 503"));
    }
    test.now = test.now.plus(Duration.ofMinutes(1));
    test.node.resources().drift().minute();
  }

  private void minutes(int count, long probeMillis, long answerMillis, int failedPercent)
      throws KmException {
    for (int i = 0; i < count; i++) {
      test.now = test.now.plus(Duration.ofMinutes(1));
      answered += 100;
      nanos += 100 * answerMillis * 1_000_000;
      failed += failedPercent;
      for (ProjectId id : List.of(ALPHA, BETA)) {
        test.node
            .resources()
            .drift()
            .probed(
                test.km.processes.snapshot(id),
                new ProbeResult(true, Duration.ofMillis(probeMillis), ""));
      }
      test.km.processes.usage =
          Map.of(ALPHA, new Usage(50_000_000, 1, 1), BETA, new Usage(50_000_000, 1, 1));
      test.km.processes.traffic = Map.of(ALPHA, new Traffic(1, answered, failed, nanos));
      test.node.resources().drift().minute();
    }
  }

  private List<String> drifts() throws KmException {
    return test.node.events().last(Optional.empty(), 1_000).stream()
        .filter(e -> e.kind().equals("process.degraded") || e.kind().equals("process.recovered"))
        .map(e -> e.kind() + " " + e.project().orElseThrow() + " " + e.details().get("signal"))
        .distinct()
        .toList();
  }
}
