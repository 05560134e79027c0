package io.berth.cli.task;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file that says what is wanted. */
public final class DescriptionFile {
  private static final long MOST_BYTES = 200_000;

  private DescriptionFile() {}

  /**
   * Its text.
   *
   * @throws CommandFailure if it cannot be read or is too large
   */
  public static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandFailure(
            "File " + file + " is larger than " + MOST_BYTES + " bytes: split it.");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.USAGE, "File " + file + " is not readable: " + e.getMessage(), e);
    }
  }
}
