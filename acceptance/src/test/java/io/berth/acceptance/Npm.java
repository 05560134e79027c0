package io.berth.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Programs of other people, installed with npm into a folder below {@code target/}: at the first
 * need, and again only when another version is asked for. Nothing of them runs at installation.
 */
public final class Npm {
  private Npm() {}

  /**
   * The folder {@code node_modules} with these packages; empty where node or npm is missing, or the
   * installation failed, which is told on standard error.
   */
  public static Optional<Path> install(String name, String... packages)
      throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("berth.root"), "acceptance", "target", name);
    Path done = folder.resolve("installed");
    String wanted = String.join("\n", packages);
    if (run(List.of("node", "--version")).isEmpty()) {
      return Optional.empty();
    }
    if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
      Files.createDirectories(folder);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "--prefer-offline",
                  "--ignore-scripts",
                  "--prefix",
                  folder.toString()));
      command.addAll(List.of(packages));
      if (run(command).isEmpty()) {
        return Optional.empty();
      }
      Files.writeString(done, wanted);
    }
    return Optional.of(folder.resolve("node_modules"));
  }

  /** What it printed; empty when it failed or is not there. */
  public static Optional<String> run(List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("berth-npm", ".txt");
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
