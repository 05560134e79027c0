package io.berth.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.LastExit;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.Usage;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.process.ProcessView;
import io.berth.lifecycle.process.ProjectLifecycle;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ProcessCommandsTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private final ProcessCommands commands = new ProcessCommands(lifecycle(), Runnable::run);

  @Test
  void whoWaitsIsAnsweredWhenTheCommandIsOverAndNotBefore() {
    CompletableFuture<ProcessSnapshot> command = new CompletableFuture<>();
    var outcome = commands.outcome(ALPHA, command, true).toCompletableFuture();
    assertThat(outcome).isNotDone();
    command.complete(ProcessSnapshot.absent(ALPHA));
    assertThat(outcome.join().over()).isTrue();
    assertThat(outcome.join().view().snapshot().state()).isEqualTo(ProcessState.READY);
  }

  @Test
  void whoDoesNotWaitIsAnsweredAtOnceAndTheCommandGoesOn() {
    CompletableFuture<ProcessSnapshot> command = new CompletableFuture<>();
    var outcome = commands.outcome(ALPHA, command, false).toCompletableFuture();
    assertThat(outcome.join().over()).isFalse();
    assertThat(command).isNotDone();
  }

  @Test
  void aFailureIsTheCallersAnswer() {
    CompletableFuture<ProcessSnapshot> command = new CompletableFuture<>();
    var outcome = commands.outcome(ALPHA, command, true).toCompletableFuture();
    command.completeExceptionally(new KmException(Problem.START_FAILED, "look at the log"));
    assertThatThrownBy(outcome::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(KmException.class);
  }

  @Test
  void theShapeIsTheContractsFieldByField() {
    JsonObject json = ProcessJson.view(view()).build();
    assertThat(json.keySet())
        .containsExactly(
            "projectId",
            "state",
            "generation",
            "runtime",
            "runtimeVersion",
            "node",
            "port",
            "pid",
            "startedAt",
            "lastActivityAt",
            "requests",
            "inFlight",
            "openStreams",
            "requestsPerMinute",
            "rssBytes",
            "pssBytes",
            "cpuPercent",
            "idleFor",
            "idleStopAt",
            "idleBecause",
            "recycleAt",
            "startMillis",
            "startSource",
            "etaMillis",
            "restarts",
            "lastExit");
    assertThat(json.getString("startedAt")).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(json.getString("idleFor")).isEqualTo("PT1M30S");
    assertThat(json.getInt("port")).isEqualTo(5001);
    assertThat(json.getInt("startMillis")).isEqualTo(200);
    assertThat(json.getString("startSource")).isEqualTo("warm");
    assertThat(json.getJsonNumber("requestsPerMinute").doubleValue()).isEqualTo(12.3);
    assertThat(json.get("cpuPercent")).isEqualTo(JsonValue.NULL);
    assertThat(json.get("etaMillis")).isEqualTo(JsonValue.NULL);
    assertThat(json.getJsonObject("lastExit").keySet())
        .containsExactly("code", "signal", "reason", "at");
    assertThat(json.getJsonObject("lastExit").getInt("signal")).isEqualTo(9);
  }

  @Test
  void aHolderIsShortAndPrintable() {
    assertThat(ProcessResource.holder("my agent")).isEqualTo("my agent");
    for (String bad : new String[] {" ", "a\nb", "x".repeat(101)}) {
      assertThatThrownBy(() -> ProcessResource.holder(bad)).isInstanceOf(ProblemException.class);
    }
  }

  private static ProcessView view() {
    ProcessSnapshot slot =
        new ProcessSnapshot(
            ALPHA,
            ProcessState.READY,
            3,
            "built-in",
            OptionalInt.of(5001),
            OptionalLong.of(42),
            Optional.of(AT),
            Optional.of(AT),
            Optional.of(AT),
            7,
            1,
            0,
            Optional.of(Duration.ofMillis(200)),
            false,
            0,
            Optional.empty(),
            2,
            Optional.of(new LastExit(OptionalInt.empty(), OptionalInt.of(9), "killed", AT)),
            Optional.of(StartSource.WARM),
            1);
    return new ProcessView(
        slot,
        "node-1",
        Optional.of(new Usage(1, 2, 3)),
        Double.NaN,
        12.34,
        Optional.of(Duration.ofSeconds(90)),
        Optional.of(AT),
        Optional.of("It is kept."),
        Optional.empty(),
        Optional.empty());
  }

  private static ProjectLifecycle lifecycle() {
    return (ProjectLifecycle)
        Proxy.newProxyInstance(
            ProjectLifecycle.class.getClassLoader(),
            new Class<?>[] {ProjectLifecycle.class},
            (self, called, arguments) -> {
              if (called.getName().equals("process")) {
                return view();
              }
              throw new UnsupportedOperationException(called.getName());
            });
  }
}
