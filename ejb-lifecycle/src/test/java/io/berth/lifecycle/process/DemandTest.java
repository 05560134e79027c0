package io.berth.lifecycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  /** A node whose database was never opened: whoever touches it fails. */
  private static TestNode withoutDatabase() {
    return new TestNode(
        new BerthSettings.Database("jdbc:postgresql://127.0.0.1:1/x", "x", Optional.empty()),
        Path.of("var"));
  }

  @Test
  void aReadyProcessIsGivenAtOnceWithoutTheDatabase() {
    try (TestNode test = withoutDatabase()) {
      ProcessSnapshot ready = Snapshots.ready(ALPHA).build();
      test.km.processes.slots.put(ALPHA, ready);
      CompletableFuture<ProcessSnapshot> stage =
          test.node.processes().lifecycle().demand(ALPHA).toCompletableFuture();
      assertThat(stage.getNow(null)).isSameAs(ready);
      assertThat(test.km.processes.calls).isEmpty();
    }
  }

  @Test
  void withoutTheDatabaseAnythingElseIsUnavailable() {
    try (TestNode test = withoutDatabase()) {
      KmException failure =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              KmException.class,
              () ->
                  Stages.await(
                      test.node.processes().lifecycle().demand(ALPHA),
                      Duration.ofSeconds(5),
                      "demand"));
      assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
      assertThat(test.km.processes.calls).isEmpty();
    }
  }
}
