package io.berth.lifecycle.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Any text as the value of each setting: taken, or a mistake that names the key. */
class SettingsFuzzTest {
  private static final SettingValues DEFAULTS = SettingValues.read(Map.of());

  @FuzzTest
  void eachSettingTakesItOrSaysWhatIsWrong(byte[] data) {
    String text = new String(data, UTF_8);
    for (Setting<?> setting : Catalogue.ALL) {
      try {
        assertThat((Object) setting.parser().apply(text)).as(setting.key()).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).as(setting.key()).isNotBlank();
      }
    }
    // why one: each of these reads all settings anew
    setAlone(Catalogue.ALL.get(Math.floorMod(text.hashCode(), Catalogue.ALL.size())), text);
    try {
      SettingValues.read(Map.of(text, "1"));
    } catch (InvalidSettings refused) {
      assertThat(refused.getMessage()).contains(text);
    }
  }

  private static void setAlone(Setting<?> setting, String text) {
    try {
      SettingValues.read(Map.of(setting.key(), text));
    } catch (InvalidSettings refused) {
      assertThat(refused.getMessage()).contains(setting.key());
    }
    if (setting.perProject()) {
      try {
        DEFAULTS.with(Map.of(setting.projectKey(), text));
      } catch (InvalidSettings refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }
}
