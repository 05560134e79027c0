package io.berth.km;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a warm process, checked.
 *
 * @param control where it listens for its assignment
 * @param orphanTimeout how long it waits while nobody is connected
 */
record WarmArguments(Path control, Duration orphanTimeout) {
  static final String WARM = "--warm";

  static WarmArguments parse(String[] args) throws BadArguments {
    List<String> mistakes = new ArrayList<>();
    String control = null;
    String timeout = null;
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : null;
      switch (args[i]) {
        case WARM -> {
          continue;
        }
        case "--control" -> control = value;
        case "--orphan-timeout" -> timeout = value;
        default -> {
          mistakes.add(args[i] + " has no place beside " + WARM);
          continue;
        }
      }
      if (value == null) {
        mistakes.add(args[i] + " has no value");
      }
      i++;
    }
    WarmArguments arguments =
        new WarmArguments(socket(control, mistakes), KmArguments.orphanTimeout(timeout, mistakes));
    if (!mistakes.isEmpty()) {
      throw new BadArguments(mistakes);
    }
    return arguments;
  }

  private static Path socket(String value, List<String> mistakes) {
    if (value == null || value.isEmpty()) {
      mistakes.add("--control is required beside " + WARM);
      return null;
    }
    try {
      return Path.of(value).toAbsolutePath();
    } catch (InvalidPathException e) {
      mistakes.add("--control is not a path: " + e.getReason());
      return null;
    }
  }
}
