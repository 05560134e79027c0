package io.berth.lifecycle.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole configuration, a line a setting: {@code NAME=VALUE} for the node, {@code +NAME=VALUE} for
 * a project on it. Taken, or every mistake names its setting.
 */
class SettingsFuzzTest {
  private static final SettingValues DEFAULTS = SettingValues.read(Map.of());
  private static final int MOST_LINES = 4;

  @FuzzTest
  void aConfigurationIsTakenOrEachMistakeNamed(byte[] data) {
    Map<String, String> node = new HashMap<>();
    Map<String, String> project = new HashMap<>();
    // why few: what is looked for is how two or three settings go together
    new String(data, UTF_8)
        .lines()
        .limit(MOST_LINES)
        .forEach(
            line -> {
              boolean own = line.startsWith("+");
              String[] parts = line.substring(own ? 1 : 0).split("=", 2);
              (own ? project : node).put(parts[0], parts.length > 1 ? parts[1] : "");
            });
    Map<String, String> ours =
        SettingsSource.collect(node.keySet(), name -> Optional.ofNullable(node.get(name)));
    assertThat(node).containsAllEntriesOf(ours);
    SettingValues values = DEFAULTS;
    try {
      values = SettingValues.read(ours);
      named(new InvalidSettings(List.of()), ours);
    } catch (InvalidSettings refused) {
      named(refused, ours);
    }
    try {
      values.with(project);
    } catch (InvalidSettings refused) {
      assertThat(refused.mistakes()).isNotEmpty().noneMatch(String::isBlank);
      assertThat(project).as("without settings nothing is wrong").isNotEmpty();
    }
  }

  /** What is no setting is refused by name, whatever else is. */
  private static void named(InvalidSettings refused, Map<String, String> ours) {
    ours.keySet().stream()
        .filter(name -> Catalogue.ALL.stream().noneMatch(setting -> setting.key().equals(name)))
        .forEach(name -> assertThat(refused.mistakes()).anyMatch(line -> line.startsWith(name)));
  }
}
