package io.berth.lifecycle.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.project.ProjectPatch;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where projects live, by the truth in PostgreSQL: patches, proposals, moves. */
@ExtendWith(WithPostgres.class)
class SharingIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  @TempDir Path data;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    test = new TestNode(postgres.newDatabase(), data).booted();
    test.now = Snapshots.READY_AT;
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anAwakeProjectMovesOnceAndASleepingOneAtItsNextStart() throws KmException {
    create(ALPHA, Map.of());
    create(BETA, Map.of());
    test.km.processes.slots.put(ALPHA, Snapshots.ready(ALPHA).generation(3).build());
    test.node.moves().sweep();
    assertThat(test.km.processes.calls).as("all is where it belongs").isEmpty();
    patch(ALPHA, ProcessKind.SHARED, "too quiet");
    patch(BETA, ProcessKind.SHARED, "too quiet");
    test.node.moves().sweep();
    assertThat(test.km.processes.calls).startsWith("stop alpha moved", "ensure alpha");
    assertThat(test.km.processes.calls).noneMatch(call -> call.contains("beta"));
    assertThat(test.node.processes().orders().next(ALPHA).shared()).isTrue();
    assertThat(test.node.processes().orders().next(BETA).shared()).isTrue();
    assertThat(test.node.processes().orders().needsPort(ALPHA)).isFalse();
    assertThat(test.node.events().last(Optional.of(ALPHA), 10))
        .anySatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo("project.moved");
              assertThat(event.actor()).isEqualTo("ann");
              assertThat(event.reason()).isEqualTo("to a shared process: too quiet");
            });

    test.km.processes.calls.clear();
    test.km.processes.slots.put(
        ALPHA, Snapshots.ready(ALPHA).generation(9).source(StartSource.SHARED).build());
    test.node.moves().sweep();
    assertThat(test.km.processes.calls).isEmpty();
    patch(ALPHA, ProcessKind.DEDICATED, "busy again");
    test.node.moves().sweep();
    assertThat(test.km.processes.calls).startsWith("stop alpha moved", "ensure alpha");
    assertThat(test.node.processes().orders().next(ALPHA).shared()).isFalse();
  }

  @Test
  void onlyTheBuiltInKmCanShareAProcess() throws KmException {
    create(ALPHA, Map.of());
    KmException refused =
        catchThrowableOfType(
            KmException.class,
            () ->
                test.node
                    .projects()
                    .create(
                        new NewProject(
                            BETA,
                            Optional.empty(),
                            Optional.of("node"),
                            Map.of(),
                            Optional.of(ProcessKind.SHARED)),
                        "ann"));
    assertThat(refused.problem()).isEqualTo(Problem.INVALID);
    assertThat(refused).hasMessageContaining("only projects of the runtime built-in");
    assertThat(test.node.projects().find(BETA)).isEmpty();
  }

  @Test
  void aColdProjectIsProposedOnceOrMovedAsItsPolicySays() throws KmException {
    create(ALPHA, Map.of());
    create(BETA, Map.of("sharedPolicy", "move"));
    create(new ProjectId("gamma"), Map.of("sharedPolicy", "off"));
    Instant later = Snapshots.READY_AT.plus(Duration.ofHours(13));
    for (String project : new String[] {"alpha", "beta", "gamma"}) {
      awake(project, later);
    }
    counted(Snapshots.READY_AT);
    test.now = later;
    test.node.sharing().look();
    test.node.sharing().look();
    assertThat(test.node.sharing().open())
        .containsExactly(
            new Proposal(ALPHA, ProcessKind.SHARED, "0.3 requests an hour over PT12H"));
    assertThat(test.node.projects().require(ALPHA).process()).isEqualTo(ProcessKind.DEDICATED);
    assertThat(test.node.projects().require(BETA).process()).isEqualTo(ProcessKind.SHARED);
    assertThat(test.node.events().last(Optional.empty(), 50))
        .extracting(event -> event.kind())
        .filteredOn(kind -> kind.startsWith("project.move"))
        .containsExactlyInAnyOrder("project.move-proposed", "project.moved");
    patch(ALPHA, ProcessKind.SHARED, "as proposed");
    assertThat(test.node.sharing().open()).as("done").isEmpty();
  }

  private void awake(String project, Instant now) throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "INSERT INTO project_history VALUES (?, ?, 1, 1, 1, 0, 4, NULL)",
                    project,
                    Timestamp.from(now.minus(Duration.ofHours(2)))));
  }

  private void counted(Instant since) throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "INSERT INTO node_history VALUES ('node-1', ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, 0, 0)",
                    Timestamp.from(since)));
  }

  private void create(ProjectId id, Map<String, String> settings) throws KmException {
    test.node
        .projects()
        .create(new NewProject(id, Optional.empty(), Optional.empty(), settings), "ann");
  }

  private void patch(ProjectId id, ProcessKind process, String reason) throws KmException {
    test.node
        .projects()
        .patch(
            id,
            new ProjectPatch(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(process),
                Optional.of(reason)),
            "ann");
  }
}
