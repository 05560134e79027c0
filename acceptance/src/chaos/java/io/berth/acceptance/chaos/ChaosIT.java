package io.berth.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Blows fall on a real installation under load, and every promise is checked by somebody who does
 * not ask Berth: by the callers, by {@code /proc}, and by the KMs' own files.
 */
class ChaosIT {
  private static final Path TARGET =
      Path.of(System.getProperty("berth.root"), "acceptance", "target");
  private static final int FIRST_PORT = 25_001;
  private static final int LAST_PORT = 25_100;
  private static final Duration CALM = Duration.ofSeconds(15);

  /** The health interval decides how long a hung process may hold its callers. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "BERTH_IDLE_SWEEP", "PT1S",
          "BERTH_HEALTH_INTERVAL", "PT3S",
          "BERTH_PORTS_RANGES", FIRST_PORT + "-" + LAST_PORT,
          "BERTH_RATE_PROJECT", "1000000/min",
          "BERTH_RATE_AGENT", "1000000/min");

  private final Options options = Options.fromSystem();
  private final Tally tally = new Tally();
  private final Excuses excuses = new Excuses();
  private final Account account = new Account();
  private boolean isDown;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Test
  void everyPromiseHoldsWhateverIsKilled() throws Exception {
    System.out.println("chaos: seed " + options.seed() + " for " + options.length());
    Path data = TARGET.resolve("chaos-" + ProcessHandle.current().pid());
    LocalBerth berth = new LocalBerth(data, SETTINGS);
    boolean diskRan = false;
    try (TinyDisk disk = TinyDisk.at(Fleet.tinyFolder(data.toAbsolutePath()))) {
      diskRan = disk.isThere();
      try {
        LocalBerth.Outcome up = berth.up();
        assertThat(up.exit()).as(up.toString()).isZero();
        run(berth, diskRan ? Optional.of(disk) : Optional.empty());
      } finally {
        down(berth);
        Report.write(TARGET.resolve("chaos-report.md"), options, tally, diskRan);
      }
    }
  }

  private void run(LocalBerth berth, Optional<TinyDisk> disk) throws Exception {
    Api api = new Api(berth.url(), berth.adminToken());
    List<Member> members = Fleet.register(api, berth.dataFolder());
    Pause pause = new Pause();
    Client client = new Client(http, excuses, pause, tally);
    Operations operations = new Operations(api, account);
    String installation = Files.readString(berth.dataFolder().resolve("installation")).strip();
    try (Watch watch = new Watch(installation, tally, InstantSource.system())) {
      members.forEach(member -> client.call(operations.identity(member)));
      watch.start();
      Load load = new Load(members, operations, client, account, tally);
      load.start(options);
      new Havoc(
              berth,
              members,
              disk,
              watch,
              excuses,
              tally,
              operations,
              client,
              new Random(options.seed()))
          .run(options.length());
      pause.of(CALM);
      load.stop();
      members.forEach(member -> client.call(operations.identity(member)));
      settle(api, members, watch);
      new EventAudit(api, watch, tally).check(members);
      hangOne(members, watch);
      down(berth);
      assertNothingIsLeft(berth, watch);
      for (Member member : members) {
        new DataAudit(account, tally).check(member);
      }
      tally.count("looks at /proc", watch.looks());
    }
    assertThat(tally.counted("safe SERVED")).as("replay-safe operations").isGreaterThan(100);
    assertThat(tally.counted("safe SERVED"))
        .as("at least four of five operations are replay-safe")
        .isGreaterThan(4 * tally.counted("unsafe SERVED"));
    assertThat(tally.broken()).as("broken promises, seed " + options.seed()).isEmpty();
  }

  /** The end must come to a process that hears no signal, too. */
  private static void hangOne(List<Member> members, Watch watch) {
    members.stream()
        .flatMap(member -> watch.leader(member.id()).stream())
        .findFirst()
        .ifPresent(seen -> Havoc.Signals.send("STOP", seen.pid()));
  }

  /** Slots and processes agree once nobody asks any more: no orphan, nothing in quarantine. */
  private void settle(Api api, List<Member> members, Watch watch) {
    AtomicInteger rounds = new AtomicInteger();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rounds.incrementAndGet() > 0 && differences(api, members, watch).isEmpty());
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      differences(api, members, watch).forEach(tally::broken);
    }
  }

  private static List<String> differences(Api api, List<Member> members, Watch watch) {
    Map<String, List<Watch.Seen>> live = watch.look();
    List<String> differences = new ArrayList<>();
    for (Member member : members) {
      Map<String, Object> process = api.get("/api/v1/projects/" + member.id() + "/process").json();
      List<Long> pids =
          live.getOrDefault(member.id(), List.of()).stream().map(Watch.Seen::pid).toList();
      boolean ready = "READY".equals(process.get("state"));
      boolean asleep = "STOPPED".equals(process.get("state")) && pids.isEmpty();
      if (!(asleep || (ready && pids.equals(List.of(((Number) process.get("pid")).longValue()))))) {
        differences.add(
            member.id() + " is " + process + ", and /proc has " + live.get(member.id()));
      }
    }
    live.keySet().stream()
        .filter(id -> members.stream().noneMatch(m -> m.id().equals(id)))
        .forEach(id -> differences.add("an orphan: " + live.get(id)));
    return differences;
  }

  private void assertNothingIsLeft(LocalBerth berth, Watch watch) {
    watch.look().forEach((id, seen) -> tally.broken("left after berth down: " + seen));
    if (!berth.running("").isEmpty()) {
      tally.broken("left after berth down: pids " + berth.running(""));
    }
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(free.isBound()).isTrue();
      } catch (IOException taken) {
        tally.broken("port " + port + " is taken after berth down");
      }
    }
  }

  private void down(LocalBerth berth) {
    if (isDown) {
      return;
    }
    isDown = true;
    LocalBerth.Outcome down = berth.down();
    if (down.exit() != 0) {
      tally.broken("berth down: " + down);
    }
  }
}
