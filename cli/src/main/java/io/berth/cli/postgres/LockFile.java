package io.berth.cli.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a postmaster writes into its {@code postmaster.pid}: enough to find it again without a
 * record of our own.
 *
 * @param ready whether it accepts connections
 */
record LockFile(long pid, int port, boolean ready) {
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** Reads it; empty if there is none or it is still being written. */
  static Optional<LockFile> read(Path file) {
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  static Optional<LockFile> parse(List<String> lines) {
    try {
      long pid = Long.parseLong(lines.get(0).strip());
      int port = lines.size() > PORT ? Integer.parseInt(lines.get(PORT).strip()) : 0;
      boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
      return Optional.of(new LockFile(pid, port, ready));
    } catch (NumberFormatException | IndexOutOfBoundsException halfWritten) {
      return Optional.empty();
    }
  }
}
