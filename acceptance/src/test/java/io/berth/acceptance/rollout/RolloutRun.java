package io.berth.acceptance.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.MicroBerth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Roll-outs over many real processes under load: one good version, three broken ones, and one whose
 * server is killed on the way and comes back as the next Berth, whose built-in KM is rolled out
 * then and taken back. Run by the profile {@code rollout}.
 */
@ExtendWith(MicroBerth.class)
class RolloutRun {
  private static final int PROJECTS = Integer.getInteger("rollout.projects", 20);
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** why: long enough to see what is wrong on a busy machine; it ends when that is seen. */
  private static final Duration UNTIL_SEEN = Duration.ofSeconds(20);

  private static final Duration LONG = Duration.ofMinutes(4);
  private final Api admin = Api.admin();
  private final String runtime = Fixtures.freshId("rolled");
  private final List<String> projects = new ArrayList<>();
  private final List<String> builtIn = new ArrayList<>();

  @Test
  void manyProjectsUnderLoadFollowGoodVersionsAndAreSparedBrokenOnes() throws Exception {
    save("serve", "one", true);
    manyProjects();
    for (int i = 0; i < 3; i++) {
      builtIn.add(Fixtures.project("plain", Map.of()));
    }
    for (String id : builtIn) {
      String text = "This is known to " + id;
      assertThat(admin.tool(id, "save", Map.of("title", id, "content", text)).status())
          .isEqualTo(200);
    }
    assertBuiltIn(1, NextBerth.BEFORE);

    aGoodVersionReachesAllAndNoReplaySafeRequestFails();
    aBrokenVersionStopsAtTheCanaryAndReturns("exit", 3);
    aBrokenVersionStopsAtTheCanaryAndReturns("errors", 4);
    assertThat(aBrokenVersionStopsAtTheCanaryAndReturns("sickens", 5)).contains("unhealthy");
    aRolloutGoesOnAfterTheServerWasKilled();
    assertBuiltIn(1, NextBerth.BEFORE);
    assertThat(builtIn).as("others were left alone").allMatch(id -> Fixtures.generation(id) == 1);
    theNextBuiltInKmIsRolledOutAndTakenBack();
  }

  private void manyProjects() {
    for (int i = 0; i < PROJECTS; i++) {
      boolean isCritical = i == 0;
      projects.add(
          Fixtures.project(
              isCritical ? "critical" : "roll",
              runtime,
              isCritical ? Map.of("critical", "true") : Map.of()));
    }
    projects.parallelStream().forEach(id -> assertThat(health(id)).isEqualTo(200));
    assertThat(versions()).containsOnlyKeys(1);
  }

  private void aGoodVersionReachesAllAndNoReplaySafeRequestFails() throws Exception {
    save("serve", "two", false);
    long id;
    try (Traffic traffic = new Traffic(projects)) {
      traffic.awaitMore(100);
      assertThat(versions()).as("nothing before the roll-out").containsOnlyKeys(1);
      id = start(2);
      awaitState(id, "COMPLETED");
      traffic.awaitMore(100);
      traffic.close();
      assertThat(traffic.failures()).as("of " + traffic.sent() + " requests").isEmpty();
    }
    assertThat(versions()).isEqualTo(Map.of(2, PROJECTS));
    assertThat(progress(id, "done")).isEqualTo(PROJECTS);
  }

  private String aBrokenVersionStopsAtTheCanaryAndReturns(String mode, int version)
      throws Exception {
    save(mode, mode, false);
    long id;
    List<Traffic.Failure> failures;
    try (Traffic traffic = new Traffic(projects)) {
      id = start(runtime, version, UNTIL_SEEN);
      awaitState(id, "ROLLED_BACK");
      traffic.awaitMore(100);
      traffic.close();
      failures = traffic.failures();
    }
    Map<String, Map<?, ?>> members = members(id);
    Set<String> touched =
        members.entrySet().stream()
            .filter(e -> e.getValue().get("state").equals("RETURNED"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(touched).as("the canary, and no more").hasSizeBetween(1, PROJECTS / 10);
    assertThat(touched).as("never a critical one").noneMatch(p -> p.startsWith("critical"));
    assertThat(failures).extracting(Traffic.Failure::project).isSubsetOf(touched);
    assertThat(versions()).as("all have the old version").isEqualTo(Map.of(2, PROJECTS));
    assertThat(admin.get("/api/v1/events?limit=1000").body()).contains("rollout.rolled-back");
    String reason = rollout(id).text("reason");
    assertThat(reason).isNotBlank();
    return reason;
  }

  private void aRolloutGoesOnAfterTheServerWasKilled() throws Exception {
    save("serve", "six", false);
    long id = start(6);
    await().atMost(LONG).until(() -> progress(id, "done") >= PROJECTS / 10);
    assertThat(rollout(id).text("state")).as("it is in the middle").isEqualTo("RUNNING");
    LocalBerth berth = (LocalBerth) BerthUnderTest.current();
    long server = berth.serverPid();
    Fixtures.killNow(server);
    await().until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
    berth.replaceBy(
        NextBerth.of(berth.distribution(), berth.dataFolder().resolveSibling("next-" + server)));
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    awaitState(id, "COMPLETED");
    // why: one that was between two processes when the server died is asleep, and not woken for it
    projects.forEach(project -> assertThat(health(project)).isEqualTo(200));
    assertThat(versions()).isEqualTo(Map.of(6, PROJECTS));
    for (String project : projects) {
      assertThat(Fixtures.processesOf(project)).as("one process each").hasSize(1);
    }
  }

  private void theNextBuiltInKmIsRolledOutAndTakenBack() {
    awaitState(start("built-in", 2, SHORT), "COMPLETED");
    assertBuiltIn(2, NextBerth.AFTER);
    awaitState(start("built-in", 1, SHORT), "COMPLETED");
    assertBuiltIn(1, NextBerth.BEFORE);
    for (String id : builtIn) {
      assertThat(admin.tool(id, "query", Map.of("question", "known")).body())
          .as("what was saved before both")
          .contains("This is known to " + id);
      assertThat(Fixtures.processesOf(id)).as("one process each").hasSize(1);
    }
    assertThat(versions()).as("others were left alone").isEqualTo(Map.of(6, PROJECTS));
  }

  private void assertBuiltIn(int version, String says) {
    for (String id : builtIn) {
      assertThat(version(id)).isEqualTo(version);
      assertThat(admin.get("/projects/" + id + "/km/status").text("version")).isEqualTo(says);
    }
  }

  private void save(String mode, String word, boolean activate) {
    List<String> command =
        List.of(
            "${java}",
            "-Xmx16m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            classes().toString(),
            "io.berth.acceptance.program.FakeKm",
            mode,
            "${port}",
            word);
    Map<String, Object> body = new HashMap<>();
    body.put("name", runtime);
    body.put("command", command);
    body.put("readyPath", "/health");
    body.put("activate", activate);
    Reply saved = admin.post("/api/v1/runtimes", body);
    assertThat(saved.status()).as(saved.toString()).isIn(200, 201);
  }

  private static Path classes() {
    return Path.of(
        java.net.URI.create(
            RolloutRun.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private long start(int version) {
    return start(runtime, version, SHORT);
  }

  private long start(String runtime, int version, Duration observe) {
    Reply started =
        admin.post(
            "/api/v1/rollouts",
            Map.of(
                "runtime",
                runtime,
                "version",
                version,
                "percent",
                10,
                "observe",
                observe.toString(),
                "parallel",
                3));
    assertThat(started.status()).as(started.toString()).isEqualTo(201);
    return started.number("id");
  }

  private Reply rollout(long id) {
    return admin.get("/api/v1/rollouts/" + id);
  }

  private void awaitState(long id, String state) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              Reply reply = rollout(id);
              String now = reply.text("state");
              boolean over = Set.of("COMPLETED", "ROLLED_BACK", "PAUSED", "ABORTED").contains(now);
              assertThat(now.equals(state) || !over).as(reply.body()).isTrue();
              return over;
            });
  }

  private int progress(long id, String what) {
    return ((Number) ((Map<?, ?>) rollout(id).json().get("progress")).get(what)).intValue();
  }

  private Map<String, Map<?, ?>> members(long id) {
    Map<String, Map<?, ?>> members = new HashMap<>();
    for (Object member : (List<?>) rollout(id).json().get("projects")) {
      Map<?, ?> map = (Map<?, ?>) member;
      members.put(String.valueOf(map.get("projectId")), map);
    }
    return members;
  }

  private int health(String project) {
    return admin.get("/projects/" + project + "/km/health").status();
  }

  private static int version(String project) {
    return ((Number) Fixtures.process(project).get("runtimeVersion")).intValue();
  }

  /** How many projects run which version, by what their processes say. */
  private Map<Integer, Integer> versions() {
    return projects.stream()
        .collect(Collectors.groupingBy(RolloutRun::version, Collectors.summingInt(p -> 1)));
  }
}
