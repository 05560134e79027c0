package io.berth.cli.installation;

import io.berth.cli.Session;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says which installation is meant. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder of the installation (default: var/ beside the berth script).")
  private Path data;

  /** The installation that is meant: option, then {@code BERTH_DATA}, then the default. */
  public Installation installation(Session session) {
    if (data != null) {
      return new Installation(data);
    }
    String named = session.env().getOrDefault("BERTH_DATA", "");
    return new Installation(
        named.isEmpty() ? Path.of(System.getProperty("berth.home", "."), "var") : Path.of(named));
  }
}
