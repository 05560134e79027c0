package io.berth.lifecycle.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where one secret is read when it is needed, so that a renewed one is found. Called on any thread;
 * may block for a moment.
 */
@FunctionalInterface
public interface SecretSource {
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

  /** A value of the configuration. */
  static SecretSource value(String secret) {
    return () -> secret;
  }
}
