package io.berth.cli.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The last lines of a log, read from its end. */
final class LogTail {
  /** The server's own words. */
  private static final String REFUSAL = "Berth does not start, its settings are wrong: ";

  private static final int BYTES_PER_LINE = 400;
  private static final int LOOK_BACK = 1000;
  private static final int LONG = 500;

  private LogTail() {}

  /** The last lines that tell of a failure, or simply the last ones. */
  static List<String> telling(Path log, int lines) {
    List<String> failures =
        of(log, LOOK_BACK).stream()
            .filter(line -> line.contains("SEVERE") || line.contains("Exception"))
            .map(line -> line.length() > LONG ? line.substring(0, LONG) + " ..." : line)
            .distinct()
            .toList();
    List<String> found = failures.isEmpty() ? of(log, lines) : failures;
    return found.subList(Math.max(0, found.size() - lines), found.size());
  }

  /** Why the server will not start however long one waits, if its log says so. */
  static Optional<String> refusal(Path log) {
    return of(log, LOOK_BACK / 2).stream()
        .filter(line -> line.contains(REFUSAL))
        .map(line -> line.substring(line.indexOf(REFUSAL)))
        .findFirst();
  }

  static List<String> of(Path log, int lines) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - (long) lines * BYTES_PER_LINE);
      file.seek(from);
      byte[] end = new byte[(int) (file.length() - from)];
      file.readFully(end);
      List<String> read = new String(end, StandardCharsets.UTF_8).lines().toList();
      return read.subList(Math.max(0, read.size() - lines), read.size());
    } catch (IOException absent) {
      return List.of();
    }
  }
}
