package io.berth.lifecycle.settings;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.lifecycle.cron.CronExpression;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads setting values. Each method throws {@link IllegalArgumentException} with its rule. */
final class Parsers {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration YOUNGEST = Duration.ofMinutes(1);
  private static final Pattern CORES = Pattern.compile("(\\d{1,4})\\s*x\\s*cores");
  private static final Pattern VAULT_PATH = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+");
  private static final Pattern NODE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";
  private static final Pattern HOST = Pattern.compile(NAME);
  private static final Pattern ORIGIN = Pattern.compile("https?://" + NAME + "(:\\d{1,5})?");
  private static final Pattern URL =
      Pattern.compile("https?://" + NAME + "(:\\d{1,5})?(/[A-Za-z0-9._~-]+)*");

  private Parsers() {}

  static Duration positive(String text) {
    Duration time = notNegative(text);
    if (time.isZero()) {
      throw new IllegalArgumentException("must be longer than zero");
    }
    return time;
  }

  static Duration notNegative(String text) {
    Duration time;
    try {
      time = Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("write an ISO 8601 duration, like PT30S or PT1H", e);
    }
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("must be between PT0S and " + LONGEST);
    }
    return time;
  }

  /** Empty text: none. */
  static Optional<Duration> optionalTime(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(positive(text));
  }

  /** Empty text: none. why a minute: a younger process has hardly begun to be of use. */
  static Optional<Duration> optionalAge(String text) {
    Optional<Duration> age = optionalTime(text);
    if (age.isPresent() && age.get().compareTo(YOUNGEST) < 0) {
      throw new IllegalArgumentException("must be at least " + YOUNGEST);
    }
    return age;
  }

  static Duration upToAWeek(String text) {
    Duration time = positive(text);
    if (time.compareTo(WEEK) > 0) {
      throw new IllegalArgumentException("must be at most P7D");
    }
    return time;
  }

  static Duration upToAMinute(String text) {
    Duration time = positive(text);
    if (time.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("must be at most PT1M");
    }
    return time;
  }

  static Duration upToADay(String text) {
    Duration time = positive(text);
    if (time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("must be at most P1D");
    }
    return time;
  }

  /** Empty text: none. */
  static Optional<CronExpression> cron(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(CronExpression.parse(text));
  }

  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time zone, like UTC, Europe/Berlin or +02:00", e);
    }
  }

  static int number(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a whole number from " + least + " to " + most, e);
    }
    throw new IllegalArgumentException("must be from " + least + " to " + most);
  }

  static int perCore(String text) {
    Matcher cores = CORES.matcher(text.strip());
    if (cores.matches()) {
      int factor = number(cores.group(1), 1, 64);
      return factor * Runtime.getRuntime().availableProcessors();
    }
    return number(text, 1, 10_000);
  }

  static Rate rate(String text) {
    Rate rate = Rate.parse(text);
    if (rate.count() < 1) {
      throw new IllegalArgumentException("must be at least 1 per unit of time");
    }
    return rate;
  }

  static List<PortRange> ranges(String text) {
    List<PortRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      PortRange range = PortRange.parse(part);
      for (PortRange other : ranges) {
        if (range.first() <= other.last() && other.first() <= range.last()) {
          throw new IllegalArgumentException(range + " and " + other + " overlap");
        }
      }
      ranges.add(range);
    }
    return List.copyOf(ranges);
  }

  static PortStrategy strategy(String text) {
    try {
      return PortStrategy.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be fill or balance", e);
    }
  }

  static DegradedAction degradedAction(String text) {
    try {
      return DegradedAction.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be event or recycle", e);
    }
  }

  static SharingPolicy sharingPolicy(String text) {
    try {
      return SharingPolicy.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be off, propose or move", e);
    }
  }

  static boolean flag(String text) {
    String word = text.strip();
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException("must be true or false");
    }
    return word.equals("true");
  }

  static List<Integer> steps(String text) {
    List<Integer> steps = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int share = number(part, 1, 100);
      if (!steps.isEmpty() && share <= steps.get(steps.size() - 1)) {
        throw new IllegalArgumentException("each step must be larger than the one before");
      }
      steps.add(share);
    }
    if (steps.get(steps.size() - 1) != 100) {
      throw new IllegalArgumentException("the last step must be 100");
    }
    return List.copyOf(steps);
  }

  static String node(String text) {
    if (!NODE.matcher(text).matches()) {
      throw new IllegalArgumentException("must be 1 to 63 characters: a-z, 0-9, '-' inside");
    }
    return text;
  }

  static Optional<String> optionalName(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(node(text));
  }

  static String jdbcUrl(String text) {
    String url = text.strip();
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("must start with jdbc:postgresql:");
    }
    if (url.toLowerCase(Locale.ROOT).contains("password=") || url.contains("@")) {
      throw new IllegalArgumentException(
          "must not contain credentials: use berth.database.user and berth.database.password-file");
    }
    return url;
  }

  /** Empty text: none. why https: what is told may be told to nobody else. */
  static Optional<URI> optionalHook(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    URI url;
    try {
      url = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be a URL, like https://host/path", e);
    }
    boolean here =
        Set.of("127.0.0.1", "[::1]", "localhost").contains(String.valueOf(url.getHost()));
    if (url.getHost() == null
        || !("https".equals(url.getScheme()) || (here && "http".equals(url.getScheme())))) {
      throw new IllegalArgumentException(
          "must be a URL, like https://host/path; http only to this machine");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("must not contain credentials");
    }
    return Optional.of(url);
  }

  static String vaultPath(String text) {
    if (!VAULT_PATH.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException("must be a path like secret/data/berth");
    }
    return text.strip();
  }

  static Path path(String text) {
    try {
      return Path.of(text.strip());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path of this system", e);
    }
  }

  static Optional<Path> optionalPath(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(path(text));
  }

  /** Names of hosts, in lower case; empty text: none. */
  static List<String> hosts(String text) {
    List<String> hosts = parts(text.toLowerCase(Locale.ROOT));
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException("write names without scheme and port, like a.example");
      }
    }
    return hosts;
  }

  /** Origins as browsers write them; empty text: none. */
  static List<String> origins(String text) {
    List<String> origins = parts(text.toLowerCase(Locale.ROOT));
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "write scheme, name and port as a browser does, like https://console.example");
      }
    }
    return origins;
  }

  private static List<String> parts(String text) {
    return text.isBlank() ? List.of() : Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  /** Without a slash at its end; empty text: none. */
  static Optional<String> optionalUrl(String text) {
    String url = text.strip();
    if (!url.isEmpty() && !URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "write http(s)://NAME[:PORT][/PATH] without a slash behind");
    }
    return url.isEmpty() ? Optional.empty() : Optional.of(url);
  }

  static String text(String text) {
    return text.strip();
  }

  static String jndi(String text) {
    String name = text.strip();
    if (!name.matches("[A-Za-z_][A-Za-z0-9_./:$#-]{0,199}")) {
      throw new IllegalArgumentException("must be a JNDI name, like jms/berth-events");
    }
    return name;
  }

  static Optional<String> optionalJndi(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(jndi(text));
  }
}
