package io.berth.acceptance.foreign;

import io.berth.acceptance.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The programs of other people that the tests run as KMs, as far as this machine has them. */
final class Programs {
  private static final String EVERYTHING = "@modelcontextprotocol/server-everything@2026.8.31";

  private static final String CLIENT = "@modelcontextprotocol/client@2.4.0";

  private Programs() {}

  /** The main file of the reference MCP server, installed on the first need; empty without npm. */
  static Optional<Path> everything() throws IOException, InterruptedException {
    return Npm.install("foreign", EVERYTHING)
        .map(modules -> modules.resolve("@modelcontextprotocol/server-everything/dist/index.js"))
        .filter(Files::exists);
  }

  /** The public client of MCP in TypeScript; empty without npm. */
  static Optional<Path> client() throws IOException, InterruptedException {
    return Npm.install("foreign-client", CLIENT)
        .map(modules -> modules.resolve("@modelcontextprotocol/client/dist/index.mjs"))
        .filter(Files::exists);
  }

  /** The interpreter itself: shims of version managers need a home folder that a KM has not. */
  static Optional<Path> python() throws IOException, InterruptedException {
    return Npm.run(List.of("python3", "-c", "import sys; print(sys.executable)"))
        .map(Path::of)
        .filter(Files::isExecutable);
  }
}
