package io.berth.km;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a host, checked.
 *
 * @param control where it listens for orders
 * @param most how many projects may be open at once
 * @param orphanTimeout how long it goes on when nobody with a secret calls, and no order comes
 */
record HostArguments(Path control, int most, Duration orphanTimeout) {
  static final String HOST = "--host";

  private static final int MOST = 500;

  static HostArguments parse(String[] args) throws BadArguments {
    List<String> mistakes = new ArrayList<>();
    String control = null;
    String most = null;
    String timeout = null;
    for (int i = 1; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : null;
      if (value == null) {
        mistakes.add(args[i] + " has no value");
      }
      switch (args[i]) {
        case "--control" -> control = value;
        case "--most" -> most = value;
        case "--orphan-timeout" -> timeout = value;
        default -> mistakes.add(args[i] + " has no place beside " + HOST);
      }
    }
    HostArguments arguments =
        new HostArguments(
            socket(control, mistakes),
            number(most, mistakes),
            KmArguments.orphanTimeout(timeout, mistakes));
    if (!mistakes.isEmpty()) {
      throw new BadArguments(mistakes);
    }
    return arguments;
  }

  private static Path socket(String value, List<String> mistakes) {
    try {
      if (value != null && !value.isEmpty()) {
        return Path.of(value).toAbsolutePath();
      }
      mistakes.add("--control is required beside " + HOST);
    } catch (InvalidPathException e) {
      mistakes.add("--control is not a path: " + e.getReason());
    }
    return null;
  }

  private static int number(String value, List<String> mistakes) {
    try {
      int number = Integer.parseInt(String.valueOf(value));
      if (number >= 1 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // why: told below, with the range
    }
    mistakes.add("--most must be a number from 1 to " + MOST + ", not " + value);
    return 1;
  }
}
