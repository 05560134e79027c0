package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes on, and what is refused, while PostgreSQL, the server or a KM is gone. */
public abstract class OutageContract {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_LINES = 40;
  private final Api admin = Api.admin();
  private final LocalBerth berth = (LocalBerth) BerthUnderTest.current();
  private final String data = berth.dataFolder().toString();

  @Test
  void withoutPostgresqlWhatIsAwakeGoesOnAndTheRestIsRefusedAtOnce() throws Exception {
    String awake = Fixtures.project("awake", Map.of());
    String killed = Fixtures.project("killed", Map.of());
    String asleep = Fixtures.project("asleep", Map.of());
    assertThat(admin.get("/projects/" + awake + "/km/health").status()).isEqualTo(200);
    assertThat(admin.get("/projects/" + killed + "/km/health").status()).isEqualTo(200);
    long server = berth.serverPid();
    long lines = logLines();
    Fixtures.killNow(postmaster());

    try {
      assertAnOutageThatIsFelt(awake, killed, asleep);
      assertThat(logLines() - lines).as("lines in the log of this outage").isLessThan(MOST_LINES);
    } finally {
      LocalBerth.Outcome up = berth.up();
      assertThat(up.exit()).as(up.toString()).isZero();
    }
    assertThat(berth.serverPid()).as("the server was left alone").isEqualTo(server);
    for (String id : List.of(asleep, killed)) {
      await().until(() -> admin.get("/projects/" + id + "/km/health").status() == 200);
    }
    await()
        .until(
            () ->
                admin
                    .get("/api/v1/projects/" + killed + "/events")
                    .body()
                    .contains("process.crashed"));
  }

  @Test
  void aServerKilledDuringAnImportCarriesItOnAndItsFirstRequestThatMustWaitIsServed()
      throws Exception {
    String id = Fixtures.project("import", Map.of());
    String asleep = Fixtures.project("asleep", Map.of());
    Reply accepted = admin.post("/api/v1/projects/" + id + "/import", documents(600));
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    String job = "/api/v1/jobs/" + accepted.text("id");
    long server = berth.serverPid();
    Fixtures.killNow(server);
    await().until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());

    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    Reply first = admin.get("/projects/" + asleep + "/km/health");
    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(admin.get(job).text("state")).isEqualTo("DONE"));
    assertThat(Fixtures.processesOf(id)).as("one process, never two").hasSize(1);
    assertThat(Fixtures.generation(id)).isEqualTo(1);
  }

  @Test
  void aHungProcessIsReplacedAndItsCallersAreAnsweredWhileOthersNoticeNothing() throws Exception {
    String hung = Fixtures.project("hung", Map.of());
    String other = Fixtures.project("other", Map.of());
    admin.get("/projects/" + hung + "/km/health");
    admin.get("/projects/" + other + "/km/health");
    long pid = Fixtures.pid(hung);
    Fixtures.hold(pid);
    var caller = admin.sendAsync(admin.request("/projects/" + hung + "/km/health").GET());
    for (int i = 0; i < 5; i++) {
      answers("/projects/" + other + "/km/health", 200);
    }
    assertThat(caller.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(Fixtures.processesOf(hung)).doesNotContain(pid).hasSize(1);
    assertThat(admin.get("/api/v1/projects/" + hung + "/events").body()).contains("unhealthy");
  }

  private void assertAnOutageThatIsFelt(String awake, String killed, String asleep) {
    for (int i = 0; i < 5; i++) {
      answers("/projects/" + awake + "/km/health", 200);
      answers("/projects/" + asleep + "/km/health", 503);
      answers("/projects/nobody-" + i + "/km/health", 503);
      answers("/api/v1/projects", 503);
    }
    assertThat(admin.get("/api/v1/projects").text("type"))
        .isEqualTo("urn:berth:problem:unavailable");
    Fixtures.killNow(Fixtures.processesOf(killed).get(0));
    await().until(() -> Fixtures.processesOf(killed).isEmpty());
    Reply ready = admin.with("").get("/health/ready");
    assertThat(ready.status()).as(ready.toString()).isEqualTo(503);
    assertThat(ready.body()).contains("database");
    assertThat(admin.with("").get("/health/live").status()).isEqualTo(200);
    LocalBerth.Outcome doctor = berth.berth(60, "doctor", "--data", data);
    assertThat(doctor.exit()).as(doctor.toString()).isEqualTo(1);
    assertThat(doctor.out()).contains("does not run: berth up starts it");
  }

  private void answers(String path, int status) {
    // why a bound: patience that adds up over callers shows as a caller that gets no answer
    Reply reply = admin.send(admin.request(path).timeout(PATIENCE).GET());
    assertThat(reply.status()).as(path + ": " + reply).isEqualTo(status);
  }

  private long postmaster() throws IOException {
    Path file = berth.dataFolder().resolve("pg/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).get(0).strip());
  }

  /** why not all: the server lists its routes once, a moment after it says that it is ready. */
  private long logLines() throws IOException {
    Path log = berth.dataFolder().resolve("node-1/server.log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> !line.matches("(GET|POST|PUT|PATCH|DELETE)\\t.*")).count();
    }
  }

  private static Map<String, Object> documents(int count) {
    return Map.of(
        "documents",
        java.util.stream.IntStream.range(0, count)
            .mapToObj(
                i ->
                    Map.of(
                        "name", "d" + i + ".md",
                        "content", "# Walrus " + i + "\n\n" + "It swims. ".repeat(600)))
            .toList());
  }
}
