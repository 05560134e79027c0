package io.berth.connector.keeper;

import io.berth.connector.files.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The program of the keeper and its arguments. Pure, but for the file that it is written to.
 *
 * @param folder the keeper's own folder
 * @param records where the process records are
 */
record KeeperScript(
    Path folder, Path records, String installation, String node, Duration orphanTimeout) {
  private static final long LOOKS = 20;
  private static final long LONGEST_PERIOD = 10;
  private static final String PATIENCE_SECONDS = "10";

  /** Seconds between two looks. */
  long period() {
    return Math.max(1, Math.min(LONGEST_PERIOD, orphanTimeout.toSeconds() / LOOKS));
  }

  /** Silent looks in a row that make up the timeout, rounded up. */
  long rounds() {
    return Math.max(1, (orphanTimeout.toSeconds() + period() - 1) / period());
  }

  /** What is told of it in its environment: another content or other arguments, another name. */
  String version() throws IOException {
    return Integer.toHexString((text() + arguments()).hashCode());
  }

  Path file() {
    return folder.resolve("keeper.sh");
  }

  List<String> arguments() {
    return List.of(
        folder.toString(),
        records.toString(),
        installation,
        node,
        Long.toString(period()),
        Long.toString(rounds()),
        PATIENCE_SECONDS);
  }

  void install() throws IOException {
    DurableFiles.privateFolder(folder);
    DurableFiles.write(file(), text());
  }

  private static String text() throws IOException {
    try (InputStream in = KeeperScript.class.getResourceAsStream("keeper.sh")) {
      if (in == null) {
        throw new IOException("this build of the adapter carries no keeper.sh");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
