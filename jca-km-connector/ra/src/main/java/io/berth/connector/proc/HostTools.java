package io.berth.connector.proc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The small programs of the system that processes are started through. */
public final class HostTools {
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private HostTools() {}

  /** Where the system has it; a search path could lead to anybody's. */
  public static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
