package io.berth.lifecycle.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.ProjectPatch;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class ScheduleIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) {
    database = postgres.newDatabase();
    test = new TestNode(database, data).booted();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void create(Map<String, String> settings) throws KmException {
    test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), settings), "ann");
  }

  private static long starts(TestNode node) {
    return node.km.processes.calls.stream().filter("ensure alpha"::equals).count();
  }

  private static void lookAt(TestNode node, Instant now) throws KmException {
    node.now = now;
    node.node.processes().schedule().look();
  }

  @Test
  void aTimeToWakeStartsTheProcessOnceAlsoWithASecondNodeAndAcrossARestart() throws KmException {
    create(Map.of("scheduleWake", "0 13 * * *"));
    lookAt(test, ONE.minusSeconds(1));
    assertThat(starts(test)).isZero();
    try (TestNode second = new TestNode(database, data).booted()) {
      lookAt(test, ONE.plusSeconds(4));
      lookAt(test, ONE.plusSeconds(14));
      lookAt(second, ONE.plusSeconds(4));
      assertThat(starts(test) + starts(second)).isEqualTo(1);
      lookAt(second, ONE.plus(Duration.ofDays(1)).plusSeconds(3));
      assertThat(starts(second)).as("and again the next day").isEqualTo(1);
    }
    assertThat(test.node.events().last(Optional.of(ALPHA), 10))
        .filteredOn(event -> event.kind().equals("process.start-scheduled"))
        .extracting(event -> event.reason())
        .containsExactly(
            "wake: 0 13 * * * (UTC), 4 s after 2026-03-01T13:00:00Z",
            "wake: 0 13 * * * (UTC), 3 s after 2026-03-02T13:00:00Z");
  }

  @Test
  void aTimeThatWasMissedIsMadeUpOnceWithinTheLateness() throws KmException {
    create(Map.of("scheduleWake", "0 13 * * *", "scheduleLateness", "PT30M"));
    lookAt(test, ONE.plus(Duration.ofMinutes(31)));
    assertThat(starts(test)).as("too late").isZero();
    Instant late = ONE.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(29));
    lookAt(test, late);
    lookAt(test, late.plusSeconds(10));
    assertThat(starts(test)).isEqualTo(1);
  }

  @Test
  void aScheduleThatIsChangedHasNoPast() throws KmException {
    create(Map.of("scheduleWake", "0 18 * * *"));
    test.now = ONE.plusSeconds(600);
    test.node
        .projects()
        .patch(
            ALPHA,
            new ProjectPatch(
                Optional.empty(),
                Optional.empty(),
                Map.of("scheduleWake", Optional.of("0 13 * * *"))),
            "ann");
    lookAt(test, ONE.plusSeconds(610));
    assertThat(starts(test)).isZero();
  }

  @Test
  void aWindowStartsTheProcessAndKeepsItFromIdlenessUntilItsEnd() throws KmException {
    create(
        Map.of(
            "scheduleKeepWarm", "0 13-15 * * *",
            "idleTimeout", "PT1M",
            "idleGrace", "PT0S",
            "idleMinRequests", "0"));
    lookAt(test, ONE.plusSeconds(1));
    assertThat(starts(test)).isEqualTo(1);
    test.km.processes.slots.put(
        ALPHA, Snapshots.ready(ALPHA).requests(20).activeAt(Snapshots.READY_AT).build());
    test.now = ONE.plus(Duration.ofHours(2));
    test.node.processes().idleSweep().sweep();
    var view = test.node.processes().lifecycle().process(ALPHA);
    assertThat(view.idleStopAt()).contains(ONE.plus(Duration.ofHours(3)));
    assertThat(view.idleBecause())
        .contains("It is kept warm by its schedule until 2026-03-01T16:00:00Z at least.");
    test.now = ONE.plus(Duration.ofHours(3));
    test.node.processes().idleSweep().sweep();
    assertThat(test.km.processes.calls).containsExactly("ensure alpha", "stop alpha idle");
  }

  @Test
  void aBusyLeaseOutlivesTheServer() throws KmException {
    create(Map.of("idleTimeout", "PT10M", "idleMinRequests", "1"));
    test.now = Snapshots.READY_AT;
    test.node.processes().lifecycle().busy(ALPHA, "job-1", Duration.ofHours(8));
    try (TestNode next = new TestNode(database, data)) {
      next.now = Snapshots.READY_AT.plusSeconds(60);
      next.booted();
      next.km.processes.slots.put(
          ALPHA, Snapshots.ready(ALPHA).requests(20).activeAt(Snapshots.READY_AT).build());
      next.now = Snapshots.READY_AT.plus(Duration.ofHours(7));
      next.node.processes().idleSweep().sweep();
      assertThat(next.km.processes.calls).isEmpty();
      next.node.processes().lifecycle().idle(ALPHA, "job-1");
      next.now = next.now.plus(Duration.ofMinutes(10));
      next.node.processes().idleSweep().sweep();
      assertThat(next.km.processes.calls).containsExactly("stop alpha idle");
    }
  }

  @Test
  void aProcessThatIsTooOldIsReplacedAtAQuietMomentAndAnUnusedOneOnlyEnded() throws KmException {
    create(
        Map.of(
            "maxAge", "P1D",
            "maxAgePatience", "P2D",
            "idleTimeout", "P100D",
            "idleUnusedTimeout", "P100D"));
    Snapshots used = Snapshots.ready(ALPHA).requests(5);
    test.now = Snapshots.READY_AT.plus(Duration.ofHours(23));
    test.km.processes.slots.put(ALPHA, used.build());
    test.node.processes().recycling().sweep();
    test.now = Snapshots.READY_AT.plus(Duration.ofHours(27));
    test.km.processes.slots.put(ALPHA, used.inFlight(1).build());
    test.node.processes().recycling().sweep();
    assertThat(test.km.processes.calls).as("too young, then not quiet").isEmpty();
    test.km.processes.slots.put(ALPHA, used.inFlight(0).build());
    test.node.processes().recycling().sweep();
    assertThat(test.km.processes.calls).containsExactly("stop alpha recycled", "ensure alpha");
    test.km.processes.calls.clear();
    test.km.processes.slots.put(ALPHA, Snapshots.ready(ALPHA).build());
    test.node.processes().recycling().sweep();
    assertThat(test.km.processes.calls).containsExactly("stop alpha recycled");
  }
}
