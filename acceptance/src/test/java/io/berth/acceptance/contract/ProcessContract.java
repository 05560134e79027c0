package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public abstract class ProcessContract {
  private final Api admin = Api.admin();

  @Test
  void hundredFirstRequestsStartExactlyOneProcessAndAllAreAnswered() {
    String id = Fixtures.project("herd", Map.of());
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(admin.sendAsync(admin.request("/projects/" + id + "/km/health").GET()));
    }
    assertThat(replies).allSatisfy(r -> assertThat(r.join().status()).isEqualTo(200));
    assertThat(replies).extracting(r -> r.join().header("Berth-Generation")).containsOnly("1");
    assertThat(Fixtures.processesOf(id)).hasSize(1);
  }

  @Test
  void aProjectFallsAsleepAndIsWokenByARequest() {
    String id =
        Fixtures.project(
            "sleepy", Map.of("idleTimeout", "PT1S", "idleGrace", "PT0S", "idleMinRequests", "1"));
    assertThat(admin.get("/projects/" + id + "/km/health").status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(Fixtures.state(id)).isEqualTo("STOPPED"));
    assertThat(Fixtures.processesOf(id)).isEmpty();
    assertThat(Fixtures.process(id).get("lastExit").toString()).contains("idle");
    Reply woken = admin.get("/projects/" + id + "/km/health");
    assertThat(woken.status()).as(woken.toString()).isEqualTo(200);
    assertThat(woken.header("Berth-Generation")).isEqualTo("2");
  }

  @Test
  void aBusyLeaseKeepsItAwake() {
    String id =
        Fixtures.project(
            "busy", Map.of("idleTimeout", "PT1S", "idleGrace", "PT0S", "idleMinRequests", "1"));
    // why the lease first: a project that is idle so soon may be asleep again before it gets one
    Reply lease =
        admin.method(
            "PUT", "/api/v1/projects/" + id + "/busy/me", "application/json", "{\"ttl\":\"PT1M\"}");
    assertThat(lease.status()).as(lease.toString()).isIn(200, 201, 204);
    assertThat(admin.get("/projects/" + id + "/km/health").status()).isEqualTo(200);
    await().during(Duration.ofSeconds(3)).until(() -> Fixtures.state(id).equals("READY"));
    assertThat(admin.delete("/api/v1/projects/" + id + "/busy/me").status()).isIn(200, 204);
    await().untilAsserted(() -> assertThat(Fixtures.state(id)).isEqualTo("STOPPED"));
  }

  @Test
  void aProjectKeepsItsPortAcrossGenerations() {
    String id = Fixtures.project("port", Map.of());
    admin.post("/api/v1/projects/" + id + "/start", "{}");
    Object port = Fixtures.process(id).get("port");
    Reply restarted = admin.post("/api/v1/projects/" + id + "/restart", "{}");
    assertThat(restarted.status()).as(restarted.toString()).isEqualTo(200);
    assertThat(Fixtures.process(id).get("port")).isEqualTo(port);
    assertThat(Fixtures.generation(id)).isEqualTo(2);
  }

  @Test
  void fiveHundredHeldRequestsUseNoContainerThread() throws IOException {
    Path gate = BerthUnderTest.current().dataFolder().resolve(Fixtures.freshId("gate"));
    String runtime = Fixtures.fakeRuntime("gate", gate.toString());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(Fixtures.project("held", runtime, Map.of()));
    }
    int before = serverThreads();
    // why 101: a waiting room is 100 for each project; the one that is sent away tells that it is
    // full
    List<CompletableFuture<Reply>> sent =
        all(5 * 101, i -> "/projects/" + ids.get(i % ids.size()) + "/km/health");
    try {
      await().atMost(Duration.ofSeconds(25)).until(() -> answered(sent).size() == 5);
      // why: with every container thread taken, this would not be answered before the gate opens
      assertThat(admin.get("/api/v1/system").status()).isEqualTo(200);
      assertThat(answered(sent)).hasSize(5).allMatch(r -> r.status() == 503);
      // why 300: a burst may make the container's pool grow to its bound of 200, no more
      assertThat(serverThreads() - before).as("threads for 500 held requests").isLessThan(300);
    } finally {
      Files.createFile(gate);
    }
    sent.forEach(CompletableFuture::join);
    Files.delete(gate);
    assertThat(answered(sent).stream().filter(r -> r.status() == 200)).hasSize(500);
  }

  private static List<Reply> answered(List<CompletableFuture<Reply>> sent) {
    return sent.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }

  @Test
  void aKnowledgeManagerGetsNoSecretsOfTheServer() {
    String id = Fixtures.project("env", Fixtures.fakeRuntime("serve"), Map.of());
    String environment = admin.get("/projects/" + id + "/km/env").body();
    assertThat(environment).contains("BERTH_PROJECT=" + id);
    assertThat(environment.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("password")
        .doesNotContain("token")
        .doesNotContain("database");
    Path folder = BerthUnderTest.current().dataFolder().resolve("projects/" + id);
    assertThat(folder).isDirectory();
    assertThat(folder)
        .satisfies(
            f ->
                assertThat(
                        java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(f)))
                    .isEqualTo("rwx------"));
  }

  private List<CompletableFuture<Reply>> all(int count, IntFunction<String> path) {
    return IntStream.range(0, count)
        .mapToObj(i -> admin.sendAsync(admin.request(path.apply(i)).GET()))
        .toList();
  }

  /** All threads of the server: those of the container are among them. */
  private static int serverThreads() throws IOException {
    try (Stream<Path> tasks =
        Files.list(Path.of("/proc/" + BerthUnderTest.current().serverPid() + "/task"))) {
      return (int) tasks.count();
    }
  }
}
