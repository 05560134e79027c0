package io.berth.cli.installation;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the adapter's records of KM processes. They find programs that overwrote their own
 * environment, and tell whose a shared process is: each project in it has a record of its own. A
 * record counts only for exactly the process that it was written for.
 */
final class RecordedProcesses {
  private RecordedProcesses() {}

  static List<MarkedProcesses.Marked> alive(Path folder, ProcFs proc) {
    List<MarkedProcesses.Marked> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        read(file)
            .filter(recorded -> recorded.alive(proc))
            .ifPresent(recorded -> found.add(marked(file, recorded, proc)));
      }
    } catch (IOException e) {
      throw new io.berth.cli.CommandFailure("Cannot read " + folder + ": " + e.getMessage(), e);
    }
    return found;
  }

  private static MarkedProcesses.Marked marked(Path file, ProcessIdentity identity, ProcFs proc) {
    String name = file.getFileName().toString();
    long group = proc.stat(identity.pid()).map(stat -> stat.group()).orElse(0L);
    return new MarkedProcesses.Marked(
        identity, group, Set.of(name.substring(0, name.length() - ".json".length())));
  }

  private static Optional<ProcessIdentity> read(Path file) {
    try {
      return identity(JSON.std.mapFrom(Files.readString(file)));
    } catch (IOException halfWrittenOrGone) {
      return Optional.empty();
    }
  }

  private static Optional<ProcessIdentity> identity(Map<String, Object> json) {
    try {
      return Optional.of(
          new ProcessIdentity(
              String.valueOf(json.get("bootId")),
              Long.parseLong(String.valueOf(json.get("pid"))),
              Long.parseLong(String.valueOf(json.get("startTicks")))));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
