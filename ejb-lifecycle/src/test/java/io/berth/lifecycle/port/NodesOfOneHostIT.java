package io.berth.lifecycle.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Transport;
import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.port.FreePort;
import io.berth.connector.process.GenerationListener;
import io.berth.connector.process.KmTarget;
import io.berth.connector.process.ProcessSupervisor;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one host: two adapters with real processes, one table of ports in PostgreSQL. */
@ExtendWith(WithPostgres.class)
class NodesOfOneHostIT {
  private static final int PORTS = 8;
  private static final GenerationListener NOBODY =
      new GenerationListener() {
        @Override
        public void opened(KmTarget target) {
          // why: nobody speaks to it
        }

        @Override
        public void closed(ProjectId project, long generation) {
          // why: nobody spoke to it
        }
      };

  @TempDir Path data;
  private final AtomicLong generations = new AtomicLong();
  private final List<ProcessSupervisor> nodes = new ArrayList<>();
  private PortRange range;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    test = new TestNode(postgres.newDatabase(), data).booted();
    range = freeRange();
    String installation = UUID.randomUUID().toString();
    for (String name : List.of("node-1", "node-2")) {
      ProcessSupervisor node =
          new ProcessSupervisor(NOBODY, project -> new ChannelUse(0, 0), event -> {});
      node.configure(settings(installation, name));
      node.agreeOnPorts(new StoredPorts(test.node.database(), test.km, name), List.of());
      nodes.add(node);
    }
  }

  @AfterEach
  void endAll() throws Exception {
    for (ProcessSupervisor node : nodes) {
      for (ProcessSnapshot slot : node.snapshots()) {
        node.stop(slot.project(), StopReason.SHUTDOWN, any -> true)
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
      }
      node.close();
    }
    test.close();
  }

  @Test
  void theyShareOneRangeToItsLastPortAndNeverGetTheSameOne() throws Exception {
    List<CompletableFuture<ProcessSnapshot>> starting = new ArrayList<>();
    for (int i = 0; i < PORTS; i++) {
      // why alternating and at once: each asks for the first free port, and so for the same one
      starting.add(start(nodes.get(i % 2), new ProjectId("p" + i)));
    }
    Set<Integer> ports = new HashSet<>();
    Set<Long> pids = new HashSet<>();
    for (CompletableFuture<ProcessSnapshot> start : starting) {
      ProcessSnapshot ready = start.get(90, TimeUnit.SECONDS);
      ports.add(ready.port().getAsInt());
      pids.add(ready.pid().getAsLong());
    }
    assertThat(ports).hasSize(PORTS).allMatch(range::contains);
    assertThat(pids).hasSize(PORTS);
    for (ProcessSupervisor node : nodes) {
      assertThat(node.snapshots()).hasSize(PORTS / 2);
      assertThat(node.ports().get(0).foreign()).as("a neighbour is no stranger").isEmpty();
      for (ProcessSnapshot slot : node.snapshots()) {
        assertThat(node.probe(slot.project()).orElseThrow().healthy()).isTrue();
      }
      Throwable full = catchThrowable(() -> start(node, new ProjectId("late")).get());
      assertThat(((KmException) full.getCause()).problem()).isEqualTo(Problem.NO_PORT);
    }
  }

  private CompletableFuture<ProcessSnapshot> start(ProcessSupervisor node, ProjectId project) {
    return node.ensure(project, this::order).toCompletableFuture();
  }

  private StartOrder order(ProjectId project) {
    return new StartOrder(
        project,
        generations.incrementAndGet(),
        new KmRuntime(
            "listening",
            Transport.HTTP,
            List.of(
                "${java}",
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                Listening.class.getName(),
                "${port}"),
            Map.of(),
            "/ready",
            "/mcp",
            OptionalLong.empty(),
            0,
            Set.of(),
            false,
            false),
        data.resolve("projects").resolve(project.value()),
        OptionalInt.empty(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        new RestartLimits(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            3,
            Duration.ofMinutes(5),
            Duration.ofSeconds(20)),
        Map.of());
  }

  private ConnectorSettings settings(String installation, String node) {
    return new ConnectorSettings(
        installation,
        node,
        data,
        new PortPlan(List.of(range), PortStrategy.FILL),
        4,
        100,
        16,
        Duration.ofMinutes(5),
        Duration.ofSeconds(20),
        // why short: the keepers of the programs end soon after their nodes
        Duration.ofSeconds(20),
        Optional.empty(),
        WarmPoolSettings.NONE);
  }

  private static PortRange freeRange() {
    for (int first = 26_000; first < 31_000; first += PORTS) {
      if (IntStream.range(first, first + PORTS).allMatch(FreePort::test)) {
        return new PortRange(first, first + PORTS - 1);
      }
    }
    throw new IllegalStateException("no free range");
  }
}
