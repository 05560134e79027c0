package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.StartOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private final Templates templates =
      Templates.of(
          new StartOrder(
              new ProjectId("alpha"),
              7,
              KmRuntime.builtInRuntime(),
              Path.of("/d/${port}$1\\"),
              OptionalInt.empty(),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              RestartLimits.DEFAULTS,
              Map.of()),
          5001,
          Path.of("/jdk/bin/java"));

  @Test
  void theFiveNamesAreReplacedAndNothingElse() {
    assertThat(templates.expand("${port}/${project}/${generation}/${java}"))
        .isEqualTo("5001/alpha/7//jdk/bin/java");
    assertThat(templates.expand("$port ${PORT} ${secret} $(id) `id` ${}"))
        .isEqualTo("$port ${PORT} ${secret} $(id) `id` ${}");
  }

  @Test
  void whatWasPutInIsNotExpandedAgain() {
    assertThat(templates.expand("${data}")).isEqualTo("/d/${port}$1\\");
  }
}
