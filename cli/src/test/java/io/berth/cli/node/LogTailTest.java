package io.berth.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path folder;

  @Test
  void findsTheServersRefusalAmongOtherLines() throws IOException {
    Path log = folder.resolve("server.log");
    Files.writeString(
        log,
        "10:00 INFO deploying\n10:01 SEVERE Wiring: Berth does not start, its settings are wrong:"
            + " berth.x: no such setting\n10:02 INFO more\n");
    assertThat(LogTail.refusal(log))
        .hasValue("Berth does not start, its settings are wrong: berth.x: no such setting");
  }

  @Test
  void noRefusalIsFoundInAQuietLogOrInNone() throws IOException {
    Path log = folder.resolve("server.log");
    assertThat(LogTail.refusal(log)).isEmpty();
    Files.writeString(log, "10:00 INFO fine\n");
    assertThat(LogTail.refusal(log)).isEmpty();
  }
}
