package io.berth.acceptance.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The programs of other people that the tests run as KMs, as far as this machine has them. */
final class Programs {
  static final String EVERYTHING = "@modelcontextprotocol/server-everything@2026.8.31";
  private static final Path FOLDER =
      Path.of(System.getProperty("berth.root"), "acceptance", "target", "foreign");

  private Programs() {}

  /** The main file of the reference MCP server, installed on the first need; empty without npm. */
  static Optional<Path> everything() throws IOException, InterruptedException {
    Path main =
        FOLDER.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    if (run(List.of("node", "--version")).isEmpty()) {
      return Optional.empty();
    }
    if (!Files.exists(main)) {
      Files.createDirectories(FOLDER);
      run(
          List.of(
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--prefer-offline",
              "--ignore-scripts",
              "--prefix",
              FOLDER.toString(),
              EVERYTHING));
    }
    return Optional.of(main).filter(Files::exists);
  }

  /** The interpreter itself: shims of version managers need a home folder that a KM has not. */
  static Optional<Path> python() throws IOException, InterruptedException {
    return run(List.of("python3", "-c", "import sys; print(sys.executable)"))
        .map(Path::of)
        .filter(Files::isExecutable);
  }

  /** What it printed; empty when it failed or is not there. */
  private static Optional<String> run(List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("berth-foreign", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String text = Files.readString(output).strip();
      if (process.exitValue() != 0) {
        System.err.println(String.join(" ", command) + " failed: " + text);
        return Optional.empty();
      }
      return Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
