package io.berth.acceptance.chaos;

import io.berth.acceptance.Api;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.chaos.Excuses.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Deals the blows: one of each kind in a random order, then random ones, every few seconds. What
 * lasts (a full disk, a stolen port) lasts beside the blows that follow.
 */
final class Havoc {
  private static final Duration DATABASE_GRACE = Duration.ofSeconds(5);

  private final LocalBerth berth;
  private final List<Member> members;
  private final Optional<TinyDisk> disk;
  private final Watch watch;
  private final Excuses excuses;
  private final Tally tally;
  private final Operations operations;
  private final Client client;
  private final Random random;
  private final Wounds wounds = new Wounds();
  private final Lasting lasting = new Lasting();
  private final Pause pause = new Pause();

  Havoc(
      LocalBerth berth,
      List<Member> members,
      Optional<TinyDisk> disk,
      Watch watch,
      Excuses excuses,
      Tally tally,
      Operations operations,
      Client client,
      Random random) {
    this.berth = berth;
    this.members = members;
    this.disk = disk;
    this.watch = watch;
    this.excuses = excuses;
    this.tally = tally;
    this.operations = operations;
    this.client = client;
    this.random = random;
  }

  /** Deals blows for so long, then undoes what lasts. */
  void run(Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    List<Blow> first = new ArrayList<>(Arrays.asList(Blow.values()));
    Collections.shuffle(first, random);
    try {
      while (System.nanoTime() - end < 0) {
        Blow blow = first.isEmpty() ? any() : first.remove(0);
        String done = deal(blow);
        tally.count((done.isEmpty() ? "no chance for " : "blow ") + blow);
        if (!done.isEmpty()) {
          System.out.println("[" + tally.seconds() + " s] " + blow + " " + done);
        }
        pause.of(Duration.ofMillis(1_500 + random.nextInt(4_000)));
      }
    } finally {
      lasting.undoAll();
    }
  }

  private Blow any() {
    int dice = random.nextInt(Arrays.stream(Blow.values()).mapToInt(Blow::weight).sum());
    for (Blow blow : Blow.values()) {
      dice -= blow.weight();
      if (dice < 0) {
        return blow;
      }
    }
    throw new IllegalStateException();
  }

  /** Does it; says to whom, or nothing when there was no chance. */
  private String deal(Blow blow) throws Exception {
    return switch (blow) {
      case KILL_KM -> victim(m -> true, 1).map(m -> kill(m)).orElse("");
      case PAUSE_KM -> victim(m -> true, 0).map(this::pauseFor).orElse("");
      case HANG_KM -> victim(m -> true, 1).map(m -> signal("STOP", m)).orElse("");
      case STEAL_PORT -> steal();
      case FILL_DISK -> fill(false);
      case FILL_DISK_AND_KILL -> fill(true);
      case SLOW_START -> victim(m -> !m.builtIn(), 1).map(this::slow).orElse("");
      case CRASH_LOOP -> victim(m -> !m.builtIn(), 3).map(this::crash).orElse("");
      case RESTART -> victim(m -> true, 0).map(this::restart).orElse("");
      case KILL_SERVER -> killServer();
      case KILL_POSTGRES -> killPostgres();
    };
  }

  /** A project with a live process that may fail so often now. */
  private Optional<Member> victim(java.util.function.Predicate<Member> which, int failures) {
    List<Member> live =
        new ArrayList<>(
            members.stream()
                .filter(which)
                .filter(m -> !lasting.holds(m.id()))
                .filter(m -> watch.leader(m.id()).isPresent())
                .toList());
    Collections.shuffle(live, random);
    return live.stream().filter(m -> wounds.take(m.id(), failures)).findFirst();
  }

  private String kill(Member member) {
    return signal("KILL", member);
  }

  private String signal(String name, Member member) {
    Optional<Watch.Seen> seen = watch.leader(member.id());
    if (seen.isEmpty() || !Signals.send(name, seen.get().pid())) {
      return "";
    }
    return member.id() + "#" + seen.get().generation() + " pid " + seen.get().pid();
  }

  private String pauseFor(Member member) {
    Optional<Watch.Seen> seen = watch.leader(member.id());
    String stopped = signal("STOP", member);
    if (!stopped.isEmpty()) {
      Duration time = Duration.ofMillis(1_000 + random.nextInt(3_000));
      lasting.until(time, member.id(), () -> Signals.send("CONT", seen.get().pid()));
      return stopped + " for " + time;
    }
    return "";
  }

  private String steal() {
    List<Member> asleep =
        new ArrayList<>(members.stream().filter(m -> watch.sleeps(m.id())).toList());
    Collections.shuffle(asleep, random);
    for (Member member : asleep) {
      Optional<Integer> port = lastPort(member);
      if (port.isPresent()) {
        try {
          Thief thief = new Thief(port.get());
          lasting.until(Duration.ofSeconds(8), "thief of " + member.id(), thief::close);
          client.call(operations.identity(member));
          return member.id() + " port " + port.get();
        } catch (IOException taken) {
          continue; // why: it woke up meanwhile, or another project has the port now
        }
      }
    }
    return "";
  }

  private Optional<Integer> lastPort(Member member) {
    try {
      List<Map<String, Object>> events = Events.of(api(), member.id());
      return events.stream()
          .filter(e -> "process.ready".equals(e.get("kind")))
          .reduce((a, b) -> b)
          .map(e -> Integer.valueOf(((Map<?, ?>) e.get("details")).get("port").toString()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private String fill(boolean kill) throws IOException {
    Optional<Member> member = members.stream().filter(Member::tinyDisk).findFirst();
    if (disk.isEmpty() || member.isEmpty() || lasting.holds(member.get().id())) {
      return "";
    }
    String id = member.get().id();
    if ((kill && watch.leader(id).isEmpty()) || !wounds.take(id, kill ? 4 : 0)) {
      return "";
    }
    Excuses.Span full = excuses.begin(Lost.DISK, id);
    Optional<Excuses.Span> dead =
        kill ? Optional.of(excuses.begin(Lost.PROGRAM, id)) : Optional.empty();
    disk.get().fill();
    String whom = kill ? kill(member.get()) : id;
    lasting.until(
        Duration.ofSeconds(6),
        id,
        () -> {
          disk.get().free();
          // why longer than a moment: a start that failed is followed by a cool-down
          dead.ifPresent(span -> span.over(Duration.ofSeconds(10)));
          full.over(Duration.ofSeconds(2));
        });
    return whom;
  }

  private String slow(Member member) {
    return write(member, JournalKm.SLOW, "4000") ? kill(member) : "";
  }

  private String crash(Member member) {
    Excuses.Span span = excuses.begin(Lost.PROGRAM, member.id());
    if (!write(member, JournalKm.CRASH, "2")) {
      span.over(Duration.ZERO);
      return "";
    }
    String whom = kill(member);
    lasting.until(
        Duration.ofSeconds(14),
        member.id(),
        () -> {
          Files.deleteIfExists(member.folder().resolve(JournalKm.CRASH));
          span.over(Duration.ofSeconds(5));
        });
    return whom;
  }

  private static boolean write(Member member, String file, String text) {
    try {
      Files.writeString(member.folder().resolve(file), text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String restart(Member member) {
    api().post("/api/v1/projects/" + member.id() + "/restart", "{}");
    return member.id();
  }

  private String killServer() throws Exception {
    String more = "";
    Excuses.Span span = excuses.begin(Lost.SERVER, "");
    long server = berth.serverPid();
    Signals.send("KILL", server);
    pause.of(Duration.ofMillis(random.nextInt(1_000)));
    for (int i = random.nextInt(3); i > 0; i--) {
      more += " and " + victim(m -> true, 1).map(this::kill).orElse("nobody");
    }
    up("the server", span, Duration.ofSeconds(1));
    return "pid " + server + more;
  }

  private String killPostgres() throws Exception {
    long postmaster =
        Long.parseLong(
            Files.readAllLines(berth.dataFolder().resolve("pg/data/postmaster.pid"))
                .get(0)
                .strip());
    Excuses.Span span = excuses.begin(Lost.DATABASE, "");
    Signals.send("KILL", postmaster);
    pause.of(Duration.ofMillis(random.nextInt(3_000)));
    String more =
        random.nextBoolean() ? " and " + victim(m -> true, 1).map(this::kill).orElse("nobody") : "";
    pause.of(Duration.ofMillis(random.nextInt(2_000)));
    up("PostgreSQL", span, DATABASE_GRACE);
    return "pid " + postmaster + more;
  }

  private void up(String what, Excuses.Span span, Duration grace) {
    LocalBerth.Outcome outcome = berth.up();
    span.over(grace);
    if (outcome.exit() != 0) {
      tally.broken("berth up after the death of " + what + ": " + outcome);
    }
  }

  private Api api() {
    return new Api(berth.url(), berth.adminToken());
  }

  /** Signals by {@code kill}, because the JDK knows neither STOP nor CONT. */
  static final class Signals {
    private Signals() {}

    static boolean send(String name, long pid) {
      try {
        Process kill =
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
