package io.berth.lifecycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class GenerationIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @TempDir Path data;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    test = new TestNode(postgres.newDatabase(), data).booted();
    register(Map.of("poolMax", "3", "startTimeout", "PT7S"));
  }

  private void register(Map<String, String> settings) throws KmException {
    test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), settings), "ann");
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void concurrentStartsNeverGetTheSameGeneration() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<StartOrder> start = () -> test.node.processes().orders().next(ALPHA);
      List<Long> generations = new ArrayList<>();
      for (Future<StartOrder> order :
          threads.invokeAll(java.util.Collections.nCopies(100, start))) {
        generations.add(order.get().generation());
      }
      assertThat(generations)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anOrderCarriesTheProjectsSettingsFolderAndLastPort() throws KmException {
    StartOrder first = test.node.processes().orders().next(ALPHA);
    assertThat(first.preferredPort()).isEmpty();
    assertThat(first.dataFolder()).isEqualTo(data.toAbsolutePath().resolve("projects/alpha"));
    assertThat(first.startTimeout()).hasSeconds(7);
    assertThat(first.kmSettings()).containsEntry("pool.max", "3");
    record(1, ProcessEvent.Kind.READY, Snapshots.ready(ALPHA).generation(1).port(5007).build());
    assertThat(test.node.processes().orders().next(ALPHA).preferredPort()).hasValue(5007);
  }

  @Test
  void generationsGoOnAfterAProjectWasRemovedAndMadeAgain() throws KmException {
    assertThat(test.node.processes().orders().next(ALPHA).generation()).isEqualTo(1);
    test.node.projects().remove(ALPHA, false, "ann");
    assertThat(
            catchThrowableOfType(
                    KmException.class, () -> test.node.processes().orders().next(ALPHA))
                .problem())
        .isEqualTo(Problem.NO_SUCH_PROJECT);
    register(Map.of());
    assertThat(test.node.processes().orders().next(ALPHA).generation()).isEqualTo(2);
  }

  @Test
  void anEventOfAnOlderGenerationChangesNoPlacement() throws KmException {
    test.node.processes().orders().next(ALPHA);
    test.node.processes().orders().next(ALPHA);
    record(1, ProcessEvent.Kind.READY, Snapshots.ready(ALPHA).generation(2).port(5002).build());
    record(
        2,
        ProcessEvent.Kind.CRASHED,
        Snapshots.of(ProcessState.BACKOFF, ALPHA).generation(1).build());
    assertThat(placement()).isEqualTo("2 READY 5002");
    record(
        3,
        ProcessEvent.Kind.STOPPED,
        Snapshots.of(ProcessState.STOPPED, ALPHA).generation(2).build());
    assertThat(placement()).isEqualTo("2 STOPPED null");
  }

  @Test
  void anEventThatIsDeliveredTwiceIsWrittenAndCountedOnce() throws KmException {
    test.node.processes().orders().next(ALPHA);
    ProcessSnapshot ready = Snapshots.ready(ALPHA).generation(1).port(5001).restarts(1).build();
    record(7, ProcessEvent.Kind.READY, ready);
    record(7, ProcessEvent.Kind.READY, ready);
    assertThat(test.node.events().last(Optional.of(ALPHA), 10))
        .extracting(event -> event.kind())
        .containsExactly("project.created", "process.ready");
    assertThat(test.meter.counted).containsOnlyOnce("started 200 cold");
  }

  @Test
  void stopsAreAuditedAndCountedByTheirReason() throws KmException {
    test.node.processes().orders().next(ALPHA);
    ProcessSnapshot stopped = Snapshots.of(ProcessState.STOPPED, ALPHA).generation(1).build();
    test.node
        .processes()
        .recorder()
        .record(
            new ProcessEvent(
                1,
                ProcessEvent.Kind.STOPPED,
                ALPHA,
                1,
                test.now,
                "idle",
                Optional.of(StopReason.IDLE),
                stopped));
    assertThat(test.meter.counted).contains("stopped idle");
    assertThat(test.node.overview().now().idleStops24h()).isEqualTo(1);
    assertThat(test.node.events().last(Optional.of(ALPHA), 1).get(0).reason()).isEqualTo("idle");
  }

  @Test
  void placementsThatMissedAnEventArePutRight() throws KmException {
    test.node.processes().orders().next(ALPHA);
    test.km.processes.slots.put(ALPHA, Snapshots.ready(ALPHA).generation(1).port(5003).build());
    assertThat(test.node.processes().upkeep().putPlacementsRight()).isEqualTo(1);
    assertThat(placement()).isEqualTo("1 READY 5003");
    assertThat(test.node.processes().upkeep().putPlacementsRight()).isZero();
  }

  private void record(long sequence, ProcessEvent.Kind kind, ProcessSnapshot snapshot)
      throws KmException {
    test.node
        .processes()
        .recorder()
        .record(
            new ProcessEvent(
                sequence,
                kind,
                ALPHA,
                snapshot.generation(),
                test.now,
                "test",
                Optional.empty(),
                snapshot));
  }

  private String placement() throws KmException {
    return test.node
        .database()
        .transact(
            t ->
                t.createQuery(
                        "SELECT concat(generation, ' ', state, ' ', coalesce(CAST(port AS text), 'null'))"
                            + " FROM placement")
                    .mapTo(String.class)
                    .one());
  }
}
