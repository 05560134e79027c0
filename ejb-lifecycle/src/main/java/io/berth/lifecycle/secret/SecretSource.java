package io.berth.lifecycle.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where one secret is read when it is needed, so that a renewed one is found. Called on any thread;
 * may block for a moment.
 */
@FunctionalInterface
public interface SecretSource {
  /** What a private file may allow. */
  Set<PosixFilePermission> PRIVATE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * The secret as it is now.
   *
   * @throws IOException with where it was looked for and what to check, never with the secret
   */
  String read() throws IOException;

  /** A file, which a setting names. */
  static SecretSource file(String setting, Path file) {
    return () -> {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new IOException(setting + " " + file + " is not readable", e);
      }
    };
  }

  /** A file, which a setting names, and which nobody but its owner may read or write. */
  static SecretSource privateFile(String setting, Path file) {
    SecretSource source = file(setting, file);
    return () -> {
      String secret = source.read();
      if (!PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IOException(setting + " " + file + " can be read by others; chmod 600 it");
      }
      return secret;
    };
  }

  /** A value of the configuration. */
  static SecretSource value(String secret) {
    return () -> secret;
  }
}
