package io.berth.km;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.DataKey;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a serving KM, checked. Secrets come as files, never as arguments. The word
 * {@code --key} is for a control socket and for what {@link KeyInput} read, not for a command line.
 *
 * @param project null if it was not told
 * @param key what its database is encrypted with, if it is
 */
record KmArguments(
    int port,
    Path data,
    Path secretFile,
    long generation,
    String project,
    Duration orphanTimeout,
    PoolSettings pool,
    Optional<DataKey> key) {
  static final String USAGE =
      "usage: KmServer --port N --data DIR --secret-file FILE --generation G [--project ID] [--orphan-timeout PT10M] [--key-from stdin] [--set pool.KEY=VALUE]...\n"
          + "       KmServer --warm --control SOCKET [--orphan-timeout PT10M]\n"
          + "       KmServer --host --control SOCKET --most N [--orphan-timeout PT10M]\n"
          + "       KmServer --recode --data DIR\n"
          + "       KmServer --train DIR\n"
          + "       KmServer --install-native DIR";
  private static final Duration ORPHAN_TIMEOUT = Duration.ofMinutes(10);

  static KmArguments parse(String[] args) throws BadArguments {
    return new Parser().parse(args);
  }

  /** A duration of sensible length, or the default if there is no value. */
  static Duration orphanTimeout(String value, List<String> mistakes) {
    if (value == null) {
      return ORPHAN_TIMEOUT;
    }
    try {
      Duration duration = Duration.parse(value);
      if (duration.compareTo(Duration.ofSeconds(1)) >= 0
          && duration.compareTo(Duration.ofDays(365)) <= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      // why: told below, with an example
    }
    mistakes.add(
        "--orphan-timeout must be a duration from PT1S to P365D such as PT10M, not " + value);
    return ORPHAN_TIMEOUT;
  }

  /** Reads the command line once and gathers every mistake in it. */
  private static final class Parser {
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private PoolSettings pool = PoolSettings.DEFAULTS;

    KmArguments parse(String[] args) throws BadArguments {
      int next = 0;
      while (next < args.length) {
        next += take(args[next], next + 1 < args.length ? args[next + 1] : null);
      }
      KmArguments arguments =
          new KmArguments(
              (int) number("--port", 0, 65_535),
              path("--data"),
              secretFile(),
              number("--generation", 0, Long.MAX_VALUE),
              values.get("--project"),
              orphanTimeout(values.get("--orphan-timeout"), mistakes),
              checkedPool(),
              key());
      if (!mistakes.isEmpty()) {
        throw new BadArguments(mistakes);
      }
      return arguments;
    }

    /** How many words were understood together. */
    private int take(String name, String value) {
      switch (name) {
        case "--port",
            "--data",
            "--secret-file",
            "--generation",
            "--project",
            "--key",
            "--orphan-timeout" -> {
          if (value == null) {
            mistakes.add(name + " has no value");
          } else if (values.put(name, value) != null) {
            mistakes.add(name + " is given twice");
          }
        }
        case "--set" -> set(value);
        default -> {
          mistakes.add("unknown argument " + name);
          return 1;
        }
      }
      return 2;
    }

    private void set(String pair) {
      int equals = pair == null ? -1 : pair.indexOf('=');
      if (equals < 1) {
        mistakes.add("--set needs KEY=VALUE, not " + pair);
        return;
      }
      try {
        pool = pool.with(pair.substring(0, equals), pair.substring(equals + 1));
      } catch (IllegalArgumentException e) {
        mistakes.add("--set " + e.getMessage());
      }
    }

    private PoolSettings checkedPool() {
      try {
        return pool.checked();
      } catch (IllegalArgumentException e) {
        mistakes.add("--set " + e.getMessage());
        return pool;
      }
    }

    private long number(String name, long least, long most) {
      String value = values.get(name);
      if (value == null) {
        mistakes.add(name + " is required");
        return least;
      }
      try {
        long number = Long.parseLong(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // why: told below, with the range
      }
      mistakes.add(name + " must be a number from " + least + " to " + most + ", not " + value);
      return least;
    }

    private Path path(String name) {
      String value = values.get(name);
      if (value == null || value.isEmpty()) {
        mistakes.add(name + " is required");
        return null;
      }
      try {
        return Path.of(value).toAbsolutePath();
      } catch (InvalidPathException e) {
        mistakes.add(name + " is not a path: " + e.getReason());
        return null;
      }
    }

    private Optional<DataKey> key() {
      try {
        return Optional.ofNullable(values.get("--key")).map(DataKey::of);
      } catch (IllegalArgumentException e) {
        mistakes.add("--key: " + e.getMessage());
        return Optional.empty();
      }
    }

    private Path secretFile() {
      Path file = path("--secret-file");
      if (file != null && !Files.isReadable(file)) {
        mistakes.add("--secret-file " + file + " cannot be read");
      }
      return file;
    }
  }
}
