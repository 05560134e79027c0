package io.berth.connector.process;

import io.berth.connector.install.JavaHome;
import io.berth.connector.install.KmInstall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One data folder for all tests of a JVM, with the built-in KM installed in it and its class
 * archive made, once. why: else each test unpacks and trains in the background what none of them is
 * about.
 */
final class InstalledFolder {
  private static final String KM = "km";
  private static Path folder;

  private InstalledFolder() {}

  static synchronized Path get() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("berth-ra-");
      Runtime.getRuntime().addShutdownHook(Workers.named("test-folder").newThread(() -> end()));
      try (KmInstall install =
          new KmInstall(
              folder, JavaHome.own(), Duration.ofMinutes(10), Workers.named("test-install"))) {
        install.prepare();
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(install::prepared);
      }
    }
    return folder;
  }

  /** Everything goes but the KM. */
  static synchronized void empty() throws IOException {
    for (Path inside : list(folder)) {
      if (!inside.getFileName().toString().equals(KM)) {
        delete(inside);
      }
    }
  }

  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void end() {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
