package io.berth.lifecycle.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class ResourceHistoryIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final PortRange RANGE = new PortRange(5001, 5100);

  @TempDir Path data;

  private static void create(TestNode test, String id) throws KmException {
    test.node
        .projects()
        .create(
            new NewProject(new ProjectId(id), Optional.empty(), Optional.empty(), Map.of()), "ann");
  }

  private static void live(TestNode test, int projects, long requests) {
    Map<ProjectId, Usage> usage = new HashMap<>();
    Map<ProjectId, Traffic> traffic = new HashMap<>();
    for (int i = 0; i < projects; i++) {
      ProjectId id = i == 0 ? ALPHA : new ProjectId("p" + i);
      test.km.processes.slots.put(id, Snapshots.ready(id).requests(requests).build());
      usage.put(id, new Usage(64L << 20, 40L << 20, 100));
      traffic.put(id, new Traffic(1, requests, 0, requests * 2_000_000));
    }
    test.km.processes.usage = usage;
    test.km.processes.traffic = traffic;
  }

  private static void portsInUse(TestNode test, int used) {
    test.km.processes.ports =
        List.of(
            new PortUse(
                RANGE,
                IntStream.range(0, used)
                    .boxed()
                    .collect(Collectors.toMap(i -> RANGE.first() + i, i -> new ProjectId("p" + i))),
                Set.of()));
  }

  private static void later(TestNode test, Duration time) {
    test.now = test.now.plus(time);
  }

  @Test
  void aMinuteOfThreeHundredProjectsIsWrittenReadBackAndKeptOverARestartForADay(
      TestPostgres postgres) throws Exception {
    BerthSettings.Database database = postgres.newDatabase();
    Instant begin;
    try (TestNode first = new TestNode(database, data).booted()) {
      begin = first.now;
      create(first, "alpha");
      live(first, 300, 1_000);
      portsInUse(first, 30);
      first.node.resources().minute();
      later(first, MINUTE);
      live(first, 300, 1_040);
      first.node.resources().minute();
      first.node.resources().minute();
    }
    try (TestNode second = new TestNode(database, data).booted()) {
      second.now = begin.plus(MINUTE.multipliedBy(3));
      ResourceHistory history = second.node.resources().history();
      List<NodeSample> system = history.system(begin, MINUTE);
      assertThat(system).as("one row a minute").hasSize(2);
      NodeSample last = system.get(1);
      assertThat(last.active()).isEqualTo(300);
      assertThat(last.requestsPerMinute()).isEqualTo(300 * 40);
      assertThat(last.pssBytes()).isEqualTo(300 * (40L << 20));
      assertThat(last.ports()).containsEntry("5001-5100", 30);
      assertThat(last.memoryAvailableBytes()).isPositive();
      assertThat(last.diskFreeBytes()).isPositive();
      assertThat(last.openFiles()).isPositive();
      List<ProjectSample> alpha = history.project(ALPHA, begin, MINUTE);
      assertThat(alpha).hasSize(2);
      assertThat(alpha.get(1).requestsPerMinute()).isEqualTo(40);
      assertThat(alpha.get(1).answerMillis()).hasValue(2);
      assertThat(history.project(new ProjectId("p1"), begin, MINUTE))
          .as("not registered")
          .isEmpty();
      later(second, Duration.ofDays(1));
      second.node.resources().minute();
      assertThat(history.system(begin, MINUTE)).as("older than a day").hasSize(1);
      assertThat(history.project(ALPHA, begin, MINUTE)).isEmpty();
    }
  }

  @Test
  void startsAndStopsOfThisNodeAreCountedOnce(TestPostgres postgres) throws Exception {
    try (TestNode test = new TestNode(postgres.newDatabase(), data).booted()) {
      Instant begin = test.now;
      test.node.resources().minute();
      test.node
          .database()
          .transact(
              t ->
                  t.execute(
                      "INSERT INTO lifecycle_event (at, kind, generation, actor, reason, details)"
                          + " SELECT now(), kind, 1, 'berth', '', '{\"node\":\"node-1\"}' FROM"
                          + " unnest(ARRAY['process.ready', 'process.ready', 'process.stopped',"
                          + " 'process.starting']) AS kind"));
      for (int i = 0; i < 2; i++) {
        later(test, MINUTE);
        test.node.resources().minute();
      }
      assertThat(test.node.resources().history().system(begin, MINUTE))
          .extracting(minute -> minute.starts() + "/" + minute.stops())
          .containsExactly("0/0", "2/1", "0/0");
    }
  }

  @Test
  void anAlertIsRaisedOnceAlsoOverARestartAndClearedWhenThereIsRoomAgain(TestPostgres postgres)
      throws Exception {
    BerthSettings.Database database = postgres.newDatabase();
    Instant now;
    try (TestNode first = new TestNode(database, data).booted()) {
      portsInUse(first, 95);
      minutes(first, 2);
      assertThat(alerts(first)).isEmpty();
      minutes(first, 5);
      assertThat(alerts(first)).containsExactly("alert.raised ports");
      assertThat(first.meter.counted).contains("alert ports true");
      LifecycleEvent raised = first.node.events().last(Optional.empty(), 1).get(0);
      assertThat(raised.reason()).isEqualTo("ports: 95 of 100 ports in use (95 %)");
      assertThat(raised.details().get("next")).contains("berth.ports.ranges");
      assertThat(raised.details()).containsEntry("used", "95").containsEntry("limit", "100");
      now = first.now;
    }
    try (TestNode second = new TestNode(database, data).booted()) {
      second.now = now;
      portsInUse(second, 95);
      minutes(second, 4);
      assertThat(second.node.resources().alerts().raised())
          .extracting(alert -> alert.resource())
          .contains(io.berth.lifecycle.capacity.Resource.PORTS);
      portsInUse(second, 10);
      minutes(second, 6);
      assertThat(alerts(second)).containsExactly("alert.raised ports", "alert.cleared ports");
      assertThat(second.node.resources().alerts().raised())
          .extracting(alert -> alert.resource())
          .doesNotContain(io.berth.lifecycle.capacity.Resource.PORTS);
    }
  }

  private static void minutes(TestNode test, int count) throws KmException {
    for (int i = 0; i < count; i++) {
      later(test, MINUTE);
      test.node.resources().minute();
    }
  }

  /** Those about ports: how full this machine's disk is, is not ours to say. */
  private static List<String> alerts(TestNode test) throws KmException {
    return test.node.events().last(Optional.empty(), 100).stream()
        .filter(event -> event.kind().startsWith("alert."))
        .filter(event -> event.details().get("kind").equals("ports"))
        .map(event -> event.kind() + " " + event.details().get("kind"))
        .toList();
  }
}
