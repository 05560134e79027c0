package io.berth.connector.install;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A JDK that runs KMs.
 *
 * @param home its folder
 * @param version as it says itself, {@code 25.0.1}
 */
public record JavaHome(Path home, String version) {
  /** Reads {@code release}; a JDK without one counts as the oldest that we support. */
  public static JavaHome of(Path home) {
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      release.clear();
    }
    return new JavaHome(home, release.getProperty("JAVA_VERSION", "17").replace("\"", ""));
  }

  /** The JDK that this JVM runs on. */
  public static JavaHome own() {
    return new JavaHome(Path.of(System.getProperty("java.home")), Runtime.version().toString());
  }

  /** 17, 25. */
  public int major() {
    String[] parts = version.split("[.+-]");
    try {
      int first = Integer.parseInt(parts[0]);
      return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
    } catch (NumberFormatException e) {
      return 17;
    }
  }

  /** The launcher. */
  public Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** A name for what was made for exactly this JDK. */
  String key() {
    return version.replaceAll("[^A-Za-z0-9.]", "_")
        + "-"
        + Integer.toHexString(home.toString().hashCode());
  }
}
