package io.berth.connector.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.proc.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a keeper hears of a server whose language has digits of its own. */
class KeeperTest {
  private final Locale usual = Locale.getDefault();
  private final AtomicLong nanos = new AtomicLong(1);

  @TempDir Path data;

  @BeforeEach
  void speakAnotherLanguage() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(usual);
  }

  @Test
  void eachBeatIsAnother() throws Exception {
    Path beat = Files.createDirectories(data.resolve("keeper/node-1")).resolve("beat");
    Files.createFile(beat);
    Keeper keeper =
        new Keeper(data, "here", "node-1", Duration.ofMinutes(10), new ProcFs(), nanos::get);
    keeper.beat();
    String first = Files.readString(beat);
    nanos.set(2);
    keeper.beat();
    assertThat(first).isEqualToIgnoringNewLines("00000000000000000001");
    assertThat(Files.readString(beat)).isEqualToIgnoringNewLines("00000000000000000002");
  }
}
