package io.berth.connector.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program that a command names, as a shell would, but before anything is forked. */
final class CommandPath {
  private CommandPath() {}

  /** The executable file; empty if there is none. */
  static Optional<Path> find(String command, String searchPath, Path workingFolder) {
    // why: a zero byte is in no name of a file, and the file system of Java throws at it
    if (command.isEmpty() || command.indexOf(0) >= 0) {
      return Optional.empty();
    }
    if (command.contains("/")) {
      return Optional.of(workingFolder.resolve(command)).filter(CommandPath::runnable);
    }
    for (String folder : searchPath.split(File.pathSeparator)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(command);
      if (runnable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean runnable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
