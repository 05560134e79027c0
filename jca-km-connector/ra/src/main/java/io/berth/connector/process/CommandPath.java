package io.berth.connector.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program that a command names, as a shell would, but before anything is forked. */
final class CommandPath {
  private CommandPath() {}

  /** The executable file; empty if there is none. */
  static Optional<Path> find(String command, String searchPath, Path workingFolder) {
    if (command.isEmpty()) {
      return Optional.empty();
    }
    if (command.contains("/")) {
      return runnable(workingFolder, command);
    }
    for (String folder : searchPath.split(File.pathSeparator)) {
      Optional<Path> found = runnable(Path.of("."), folder, command);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> runnable(Path from, String... names) {
    Path file = from;
    try {
      for (String name : names) {
        file = file.resolve(name);
      }
    } catch (InvalidPathException unspeakable) {
      // why: no file can have a name with a zero byte, nor, where the locale is "C", one with
      // accents
      return Optional.empty();
    }
    return Optional.of(file).filter(f -> Files.isRegularFile(f) && Files.isExecutable(f));
  }
}
