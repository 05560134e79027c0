package io.berth.acceptance.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at {@code /proc} five times a second, independently of Berth: which processes carry the
 * installation's mark, of which project and generation. Two generations of a project, or two
 * sessions of one generation, that are proved to run at the same moment are a broken promise.
 */
final class Watch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(200);

  /** A marked process. */
  record Seen(long pid, long startTicks, long session, String project, long generation) {}

  /** A generation over its life, as far as it was seen. */
  record Life(String project, long generation, Instant first, Instant last) {}

  private final String installation;
  private final Tally tally;
  private final InstantSource clock;
  private final Map<String, Life> lives = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private volatile Map<String, List<Seen>> now = Map.of();
  private volatile long looks;

  Watch(String installation, Tally tally, InstantSource clock) {
    this.installation = installation;
    this.tally = tally;
    this.clock = clock;
  }

  void start() {
    timer.scheduleWithFixedDelay(this::guarded, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void guarded() {
    try {
      look();
    } catch (RuntimeException e) {
      tally.broken("the watch itself: " + e);
    }
  }

  /** Everything marked that runs now, by project. */
  Map<String, List<Seen>> look() {
    Map<String, List<Seen>> found = new HashMap<>();
    File[] all = new File("/proc").listFiles(f -> f.getName().chars().allMatch(Character::isDigit));
    for (File process : all == null ? new File[0] : all) {
      read(Long.parseLong(process.getName()))
          .ifPresent(s -> found.computeIfAbsent(s.project(), p -> new ArrayList<>()).add(s));
    }
    Instant at = clock.instant();
    found.values().forEach(list -> list.forEach(seen -> lived(seen, at)));
    found.forEach(this::checkAlone);
    now = Map.copyOf(found);
    looks++;
    return found;
  }

  private void lived(Seen seen, Instant at) {
    lives.merge(
        seen.project() + "#" + seen.generation(),
        new Life(seen.project(), seen.generation(), at, at),
        (before, fresh) -> new Life(seen.project(), seen.generation(), before.first(), at));
  }

  private void checkAlone(String project, List<Seen> seen) {
    for (Seen a : seen) {
      for (Seen b : seen) {
        boolean another = a.generation() != b.generation() || a.session() != b.session();
        // why again: a was read before b; only if it still runs did both run at one moment
        if (a.pid() < b.pid() && another && stillRuns(a) && stillRuns(b)) {
          tally.broken("two processes of " + project + " at once: " + a + " and " + b);
        }
      }
    }
  }

  private boolean stillRuns(Seen seen) {
    return read(seen.pid()).filter(seen::equals).isPresent();
  }

  private Optional<Seen> read(long pid) {
    try {
      String environment =
          "\0"
              + Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      if (!environment.contains("\0BERTH_INSTALLATION=" + installation + "\0")
          || !environment.contains("\0BERTH_PROJECT=")) {
        return Optional.empty();
      }
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      return Optional.of(
          new Seen(
              pid,
              Long.parseLong(fields[19]),
              Long.parseLong(fields[3]),
              value(environment, "BERTH_PROJECT"),
              Long.parseLong(value(environment, "BERTH_GENERATION"))));
    } catch (IOException | RuntimeException gone) {
      return Optional.empty();
    }
  }

  private static String value(String environment, String name) {
    int from = environment.indexOf("\0" + name + "=") + name.length() + 2;
    return environment.substring(from, environment.indexOf('\0', from));
  }

  /** The process of a project that leads its session, as it was a moment ago. */
  Optional<Seen> leader(String project) {
    return now.getOrDefault(project, List.of()).stream()
        .filter(seen -> seen.pid() == seen.session())
        .findFirst();
  }

  boolean sleeps(String project) {
    return now.getOrDefault(project, List.of()).isEmpty();
  }

  List<Life> lives() {
    return List.copyOf(lives.values());
  }

  long looks() {
    return looks;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
