package io.berth.lifecycle.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class StoredPortsIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");
  private static final String HOST = "boot-1/net-1";

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;
  private StoredPorts first;
  private StoredPorts second;
  private long sequence;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    database = postgres.newDatabase();
    test = new TestNode(database, data).booted();
    first = test.node.ports();
    second = new StoredPorts(test.node.database(), test.km, "node-2");
    for (ProjectId id : List.of(ALPHA, BETA)) {
      test.node
          .projects()
          .create(new NewProject(id, Optional.empty(), Optional.empty(), Map.of()), "ann");
    }
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void ofTwoNodesThatRaceForAPortExactlyOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> races = new ArrayList<>();
      for (int port = 5001; port <= 5060; port++) {
        int raced = port;
        races.add(() -> first.reserve(HOST, raced, ALPHA, 1));
        races.add(() -> second.reserve(HOST, raced, BETA, 1));
      }
      List<Future<Boolean>> results = threads.invokeAll(races);
      for (int i = 0; i < results.size(); i += 2) {
        assertThat(results.get(i).get() ^ results.get(i + 1).get()).as(races.size() + "").isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows()).hasSize(60);
  }

  @Test
  void aNodeMayTakeItsOwnRowAgainAndOtherHostsHavePortsOfTheirOwn() throws KmException {
    assertThat(first.reserve(HOST, 5001, ALPHA, 1)).isTrue();
    assertThat(first.reserve(HOST, 5001, BETA, 4)).isTrue();
    assertThat(second.reserve(HOST, 5001, BETA, 1)).isFalse();
    assertThat(second.reserve("boot-2/net-1", 5001, BETA, 1)).isTrue();
    assertThat(second.elsewhere()).containsExactly(new PortHistory.Elsewhere(5001, "node-1", BETA));
    assertThat(first.elsewhere()).isEmpty();
  }

  @Test
  void whatADeadNodeHeldIsTakenOverOnlyWhenItWasSilentForLong() throws KmException {
    first.reserve(HOST, 5001, ALPHA, 1);
    age("4 minutes");
    assertThat(second.reserve(HOST, 5001, BETA, 1)).isFalse();
    age("6 minutes");
    assertThat(second.reserve(HOST, 5001, BETA, 1)).isTrue();
    hold(Map.of(5001, ALPHA));
    first.confirm();
    assertThat(rows()).as("it does not take it back").containsExactly("5001 node-2 beta");
  }

  @Test
  void aConfirmationWritesWhatIsHeldAndForgetsWhatIsNot() throws KmException {
    first.reserve(HOST, 5002, ALPHA, 1);
    first.reserve("an earlier boot", 5003, ALPHA, 1);
    age("3 minutes");
    first.reserve(HOST, 5004, BETA, 1);
    second.reserve(HOST, 5005, BETA, 1);
    hold(Map.of(5001, ALPHA));
    first.confirm();
    assertThat(rows())
        .as("held, young, and the other node's")
        .containsExactly("5001 node-1 alpha", "5004 node-1 beta", "5005 node-2 beta");
    age("4 minutes");
    first.confirm();
    assertThat(second.reserve(HOST, 5001, BETA, 2)).isFalse();
    hold(Map.of());
    age("25 hours");
    first.confirm();
    assertThat(rows()).isEmpty();
  }

  @Test
  void theEndOfAProcessFreesItsPortsButALateOneOfAnOlderGenerationDoesNot() throws KmException {
    long generation = test.node.processes().orders().next(ALPHA).generation();
    first.reserve(HOST, 5001, ALPHA, generation);
    first.reserve(HOST, 5002, ALPHA, generation);
    happens(Kind.READY, ready(ALPHA, generation, 5002));
    assertThat(rows()).as("the one it tried before is free").containsExactly("5002 node-1 alpha");
    long next = test.node.processes().orders().next(ALPHA).generation();
    first.reserve(HOST, 5002, ALPHA, next);
    happens(Kind.CRASHED, state(ProcessState.BACKOFF, ALPHA, generation));
    assertThat(rows()).containsExactly("5002 node-1 alpha");
    happens(Kind.STOPPED, state(ProcessState.STOPPED, ALPHA, next));
    assertThat(rows()).isEmpty();
  }

  @Test
  void theHistoryTellsLastPortsLastHoldersAndInWhichOrderPortsRested() throws KmException {
    live(ALPHA, 5001);
    live(BETA, 5002);
    end(BETA, 1);
    end(ALPHA, 1);
    live(BETA, 5001);
    assertThat(first.ofProject(BETA))
        .extracting(PortHolder::port, h -> h.until().isPresent())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(5001, false),
            org.assertj.core.groups.Tuple.tuple(5002, true));
    assertThat(first.holders(OptionalInt.of(5001)))
        .extracting(PortHolder::project)
        .containsExactly(BETA, ALPHA);
    assertThat(first.holders(OptionalInt.empty()))
        .extracting(h -> h.port() + " " + h.project())
        .containsExactly("5001 beta", "5002 beta");
    end(BETA, 2);
    assertThat(first.lastUsed()).containsExactly(5002, 5001);
    try (TestNode restarted = new TestNode(database, data).booted()) {
      assertThat(restarted.km.processes.lastUsed).containsExactly(5002, 5001);
      assertThat(restarted.km.processes.ledger).contains(restarted.node.ports());
      assertThat(restarted.node.processes().orders().next(BETA).preferredPort())
          .as("affinity")
          .hasValue(5001);
    }
  }

  @Test
  void whatHappensToPortsIsInTheAuditAndChangesNoPlacement() throws KmException {
    live(ALPHA, 5001);
    happens(Kind.PORTS_EXHAUSTED, ProcessSnapshot.absent(ALPHA));
    happens(Kind.PORT_FOREIGN, ProcessSnapshot.absent(ALPHA));
    assertThat(test.node.events().last(Optional.of(ALPHA), 2))
        .extracting(event -> event.kind())
        .containsExactly("ports.exhausted", "ports.foreign");
    assertThat(test.node.processes().orders().next(ALPHA).preferredPort()).hasValue(5001);
    assertThat(test.node.events().last(Optional.empty(), 100))
        .filteredOn(event -> event.kind().equals("node.started"))
        .extracting(event -> event.details().get("limits"))
        .containsExactly("memory limit cannot be enforced, nice level no, keeper no");
  }

  private void live(ProjectId project, int port) throws KmException {
    long generation = test.node.processes().orders().next(project).generation();
    happens(Kind.READY, ready(project, generation, port));
  }

  private void end(ProjectId project, long generation) throws KmException {
    happens(Kind.STOPPED, state(ProcessState.STOPPED, project, generation));
  }

  private static ProcessSnapshot ready(ProjectId project, long generation, int port) {
    return Snapshots.ready(project).generation(generation).port(port).build();
  }

  private static ProcessSnapshot state(ProcessState state, ProjectId project, long generation) {
    return Snapshots.of(state, project).generation(generation).build();
  }

  private void happens(Kind kind, ProcessSnapshot snapshot) throws KmException {
    test.now = test.now.plus(Duration.ofSeconds(1));
    test.node
        .processes()
        .recorder()
        .record(
            new ProcessEvent(
                ++sequence,
                kind,
                snapshot.project(),
                snapshot.generation(),
                test.now,
                "test",
                Optional.empty(),
                snapshot));
  }

  private void hold(Map<Integer, ProjectId> used) {
    test.km.processes.ports = List.of(new PortUse(new PortRange(5001, 5100), used, Set.of()));
  }

  /** As if so much time had passed for all rows. */
  private void age(String interval) throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "UPDATE port_reservation SET reserved_at = now() - CAST(? AS interval),"
                        + " seen_at = now() - CAST(? AS interval)",
                    interval,
                    interval));
  }

  private List<String> rows() throws KmException {
    return test.node
        .database()
        .transact(
            t ->
                t.createQuery(
                        "SELECT concat(port, ' ', node, ' ', project) FROM port_reservation"
                            + " ORDER BY port")
                    .mapTo(String.class)
                    .list());
  }
}
