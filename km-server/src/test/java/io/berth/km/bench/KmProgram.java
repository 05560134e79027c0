package io.berth.km.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A KM as its adapter starts it: the flags of km-server/README.md, a native library unpacked
 * before, a class archive made before. Used by the measurements; the integration test starts its
 * own.
 */
final class KmProgram {
  private final Path java;
  private final int release;
  private final String classPath;
  private final Path folder;

  /** Everything that is installed goes below {@code folder}. */
  KmProgram(Path javaHome, String classPath, Path folder) throws IOException {
    this.java = javaHome.resolve("bin/java");
    this.release = release(javaHome);
    this.classPath = classPath;
    this.folder = Files.createDirectories(folder);
  }

  int release() {
    return release;
  }

  /** Unpacks the native library and makes the class archive. */
  void install() throws IOException, InterruptedException {
    run(
        List.of(
            "-cp",
            classPath,
            "io.berth.km.KmServer",
            "--install-native",
            folder.resolve("native").toString()));
    Files.deleteIfExists(archive());
    List<String> words = new ArrayList<>(flags());
    words.add((release >= 25 ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive());
    words.addAll(
        List.of(
            "-cp",
            classPath,
            "io.berth.km.KmServer",
            "--train",
            folder.resolve("training").toString()));
    run(words);
    if (!Files.exists(archive())) {
      throw new IOException("The training run made no archive " + archive());
    }
  }

  Process start(Path data, Path secret) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(java.toString());
    words.addAll(flags());
    words.add((release >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive());
    words.addAll(
        List.of(
            "-cp", classPath, "io.berth.km.KmServer", "--port", "0", "--data", data.toString()));
    words.addAll(
        List.of(
            "--secret-file",
            secret.toString(),
            "--generation",
            "1",
            "--project",
            "bench",
            "--orphan-timeout",
            "PT2M"));
    return new ProcessBuilder(words).redirectError(folder.resolve("log").toFile()).start();
  }

  static int awaitReady(Process process) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("READY port=")) {
      throw new IOException("Instead of READY it said: " + line);
    }
    return Integer.parseInt(line.substring("READY port=".length()));
  }

  /** The flags of km-server/README.md; what is changed there is changed here. */
  private List<String> flags() {
    List<String> flags =
        new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    flags.addAll(
        List.of(
            "-Xms8m",
            "-Xmx96m",
            "-Xss256k",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-ShrinkHeapInSteps",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30"));
    if (release >= 25) {
      flags.addAll(List.of("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"));
    }
    flags.add("-Dorg.sqlite.lib.path=" + folder.resolve("native"));
    flags.add("-Dorg.sqlite.lib.name=" + System.mapLibraryName("sqlitejdbc"));
    String more = System.getenv("KM_FLAGS");
    if (more != null && !more.isBlank()) {
      flags.addAll(List.of(more.strip().split(" +")));
    }
    return flags;
  }

  private Path archive() {
    return folder.resolve("km." + (release >= 25 ? "aot" : "jsa"));
  }

  private void run(List<String> arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(java.toString());
    words.addAll(arguments);
    File log = folder.resolve("install.log").toFile();
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("Took longer than 90 s, see " + log + ": " + words);
    }
    if (process.exitValue() != 0) {
      throw new IOException("Ended with " + process.exitValue() + ", see " + log + ": " + words);
    }
  }

  private static int release(Path javaHome) throws IOException {
    for (String line : Files.readAllLines(javaHome.resolve("release"))) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        return Integer.parseInt(line.substring(14).split("[.\"-]")[0]);
      }
    }
    throw new IOException("No JAVA_VERSION in " + javaHome.resolve("release"));
  }
}
