package io.berth.connector.install;

import io.berth.connector.api.StartOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of the built-in KM. Pure: the same input gives the same words. */
final class KmCommandLine {
  static final String MAIN = "io.berth.km.KmServer";

  /** Several projects at once may each have a large body or answer under way. */
  private static final String HOST_HEAP = "-Xmx256m";

  private KmCommandLine() {}

  /** One start. */
  record Start(StartOrder order, int port, Path secretFile, Duration orphanTimeout) {}

  /** One process for several projects. */
  record Host(Path socket, int most, Duration orphanTimeout) {}

  static List<String> start(JavaHome java, KmLayout layout, Optional<Path> archive, Start start) {
    List<String> words = program(java, layout, archive);
    words.addAll(arguments(start));
    if (start.order().key().isPresent()) {
      words.addAll(List.of("--key-from", "stdin"));
    }
    return List.copyOf(words);
  }

  /** A process that gives a database another key; it reads both from its standard input. */
  static List<String> recode(JavaHome java, KmLayout layout, Path dataFolder) {
    List<String> words = program(java, layout, Optional.empty());
    words.addAll(List.of("--recode", "--data", dataFolder.toString()));
    return List.copyOf(words);
  }

  /** A process that waits at this socket for the {@link #arguments} of a start. */
  static List<String> warm(
      JavaHome java, KmLayout layout, Optional<Path> archive, Path socket, Duration alone) {
    List<String> words = program(java, layout, archive);
    words.addAll(
        List.of("--warm", "--control", socket.toString(), "--orphan-timeout", alone.toString()));
    return List.copyOf(words);
  }

  /** A process for several projects, which it is told at this socket. */
  static List<String> host(JavaHome java, KmLayout layout, Optional<Path> archive, Host host) {
    List<String> words = program(java, layout, archive, List.of(HOST_HEAP));
    words.addAll(
        List.of(
            "--host",
            "--control",
            host.socket().toString(),
            "--most",
            Integer.toString(host.most()),
            "--orphan-timeout",
            host.orphanTimeout().toString()));
    return List.copyOf(words);
  }

  private static List<String> program(JavaHome java, KmLayout layout, Optional<Path> archive) {
    return program(java, layout, archive, List.of());
  }

  private static List<String> program(
      JavaHome java, KmLayout layout, Optional<Path> archive, List<String> more) {
    List<String> words = jvm(java, layout);
    words.addAll(more);
    archive.ifPresent(file -> words.addAll(useArchive(java, file)));
    words.addAll(List.of("-cp", layout.classPath(), MAIN));
    return words;
  }

  /** What the KM is told about its project: alike for a cold start and for a warm process. */
  static List<String> arguments(Start start) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "--port",
            Integer.toString(start.port()),
            "--data",
            start.order().dataFolder().toString(),
            "--secret-file",
            start.secretFile().toString(),
            "--generation",
            Long.toString(start.order().generation()),
            "--project",
            start.order().project().value(),
            "--orphan-timeout",
            start.orphanTimeout().toString()));
    new TreeMap<>(start.order().kmSettings())
        .forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return List.copyOf(words);
  }

  /** The same for a process that is told over its control socket, which nobody else reads. */
  static List<String> assignment(Start start) {
    List<String> words = new ArrayList<>(arguments(start));
    start.order().key().ifPresent(key -> words.addAll(List.of("--key", key.hex())));
    return List.copyOf(words);
  }

  /** Unpacks SQLite's native library into a folder. */
  static List<String> installNative(JavaHome java, KmLayout layout, Path folder) {
    return List.of(
        java.java().toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        layout.classPath(),
        MAIN,
        "--install-native",
        folder.toString());
  }

  /** A training run that leaves an archive of what a start loads. */
  static List<String> train(JavaHome java, KmLayout layout, Path archive, Path workFolder) {
    List<String> words = jvm(java, layout);
    words.add((usesAot(java) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
    words.addAll(List.of("-cp", layout.classPath(), MAIN, "--train", workFolder.toString()));
    return List.copyOf(words);
  }

  static String archiveName(JavaHome java) {
    return usesAot(java) ? "km.aot" : "km.jsa";
  }

  private static boolean usesAot(JavaHome java) {
    return java.major() >= 25;
  }

  private static List<String> useArchive(JavaHome java, Path archive) {
    // why no -Xshare on 25: it refuses to be combined with the AOT cache's flags
    return usesAot(java)
        ? List.of("-XX:AOTCache=" + archive)
        : List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive);
  }

  /**
   * Small and quick to start rather than fast at its peak; measured in {@code km-server/README.md}.
   * Exactly alike in training and start, else the archive is ignored.
   */
  private static List<String> jvm(JavaHome java, KmLayout layout) {
    List<String> words = new ArrayList<>();
    words.add(java.java().toString());
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx96m",
            "-Xss256k",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            // why: the heap that a large import needed is given back after it
            "-XX:-ShrinkHeapInSteps",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            // why: an archive that is moved in memory is patched, and patched pages are shared with
            // nobody
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            // why: four and one wake-ups a second of a JVM that has nothing to do; with hundreds
            // of sleepy KMs they are most of what the machine does
            "-XX:AsyncDeflationInterval=30000",
            "-XX:GuaranteedSafepointInterval=60000"));
    if (usesAot(java)) {
      words.addAll(
          List.of(
              "-XX:+UseCompactObjectHeaders",
              "--enable-native-access=ALL-UNNAMED",
              // why: once a second, and its look keeps the compiler's thread awake as well
              "-XX:ServiceThreadCleanupInterval=60000",
              // why: a diagnostic flag may be gone in the next JVM, and a KM must start there, too
              "-XX:+IgnoreUnrecognizedVMOptions"));
    }
    layout
        .nativeLibrary()
        .ifPresent(
            library -> {
              words.add("-Dorg.sqlite.lib.path=" + library.getParent());
              words.add("-Dorg.sqlite.lib.name=" + library.getFileName());
            });
    return words;
  }

  /** Whether the file that a training run left can be used. */
  static boolean usable(Path archive) {
    return Files.isRegularFile(archive) && archive.toFile().length() > 0;
  }
}
