package io.berth.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SettingOptionsTest {
  private final SettingOptions options = new SettingOptions();

  private Map<String, Object> given(String... words) {
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
    line.getCommandSpec()
        .addMixin("settings", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    line.parseArgs(words);
    return options.given();
  }

  @Test
  void whatWasGivenHasTheNamesOfTheProjectsSettings() {
    assertThat(
            given(
                "--keep-warm", "0 8-18 * * MON-FRI",
                "--zone", "Europe/Berlin",
                "--max-age", "P1D",
                "--stream-silence", "PT2H"))
        .isEqualTo(
            Map.of(
                "scheduleKeepWarm", "0 8-18 * * MON-FRI",
                "scheduleZone", "Europe/Berlin",
                "maxAge", "P1D",
                "idleStreamSilence", "PT2H"));
  }

  @Test
  void anEmptyValueGoesBackToTheDefault() {
    assertThat(given("--wake", ""))
        .containsOnlyKeys("scheduleWake")
        .containsEntry("scheduleWake", null);
  }
}
