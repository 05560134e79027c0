package io.berth.connector.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret of each generation, in {@code run/secret-<generation>} of the project's folder. A KM
 * is told the file's name; the secret itself is in no argument, environment or log.
 */
public final class Secrets {
  private static final int BYTES = 32;
  private static final String PREFIX = "secret-";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** Where it is, or would be. */
  public static Path file(Path projectFolder, long generation) {
    return projectFolder.resolve("run").resolve(PREFIX + generation);
  }

  /** Makes a new one for this generation, durable; those of other generations go. */
  public static String create(Path projectFolder, long generation) throws IOException {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    Path file = file(projectFolder, generation);
    DurableFiles.innerFolder(file.getParent());
    DurableFiles.write(file, secret);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(file.getParent(), PREFIX + "*")) {
      for (Path other : old) {
        if (!other.equals(file)) {
          Files.deleteIfExists(other);
        }
      }
    }
    return secret;
  }

  /** The secret of a generation, if its file is there and whole. */
  public static Optional<String> read(Path projectFolder, long generation) {
    Path file = file(projectFolder, generation);
    if (!DurableFiles.isPlain(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip())
          .filter(secret -> HEX.matcher(secret).matches());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes it; nothing happens if it is not there. */
  public static void remove(Path projectFolder, long generation) throws IOException {
    Path file = file(projectFolder, generation);
    DurableFiles.requireNoLink(file.getParent());
    Files.deleteIfExists(file);
  }
}
