package io.berth.connector.process;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.WarmPoolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A node in a JVM of its own, to be killed at a bad moment: it adopts nothing, fills its warm pool,
 * and starts the project alpha when it is told so. Says on its output when its pool is full.
 */
public final class CrashedNode {
  private CrashedNode() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    ConnectorSettings settings =
        new ConnectorSettings(
            args[1],
            "node-1",
            data,
            new PortPlan(List.of(PortRange.parse(args[2])), PortStrategy.FILL),
            4,
            100,
            16,
            Duration.ofMinutes(5),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Optional.empty(),
            new WarmPoolSettings(1, Duration.ofHours(1)));
    GenerationListener nobody =
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
    ProcessSupervisor supervisor =
        new ProcessSupervisor(nobody, project -> new ChannelUse(0, 0), event -> {});
    supervisor.configure(settings);
    supervisor.adopt(List.of());
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> supervisor.warmPool().ready() == 1);
    System.out.println("warm");
    if (System.in.read() == 's') {
      StartOrder order = order(data);
      supervisor
          .ensure(Bench.ALPHA, project -> order)
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    }
    new CountDownLatch(1).await();
  }

  private static StartOrder order(Path data) {
    return new StartOrder(
        Bench.ALPHA,
        1,
        KmRuntime.builtInRuntime(),
        data.resolve("projects/alpha"),
        OptionalInt.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Bench.QUICK,
        Map.of());
  }
}
