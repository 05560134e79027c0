package io.berth.lifecycle.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsSourceTest {
  @Test
  void takesKnownKeysAndKeepsUnknownOnesForTheReaderToRefuse() {
    Map<String, String> found =
        Map.of(
            "berth.idle.timeout", "PT2H",
            "BERTH_IDLE_TIMEOUT", "PT2H",
            "BERTH_FOO", "x",
            "BERTH_BUILD", "x",
            "berth.bar", "y",
            "PATH", "z");
    assertThat(SettingsSource.collect(found.keySet(), key -> Optional.ofNullable(found.get(key))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("berth.idle.timeout", "PT2H", "BERTH_FOO", "x", "berth.bar", "y"));
  }

  @Test
  void environmentNamesAreUnique() {
    assertThat(Catalogue.ALL.stream().map(Setting::environmentName).toList())
        .doesNotHaveDuplicates()
        .contains("BERTH_IDLE_MIN_REQUESTS");
    assertThat(List.copyOf(Catalogue.ALL.stream().map(Setting::projectKey).toList()))
        .doesNotHaveDuplicates()
        .contains("idleMinRequests");
  }
}
