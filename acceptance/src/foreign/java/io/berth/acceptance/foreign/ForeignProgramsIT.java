package io.berth.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Current;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that know nothing of Berth: as KMs asleep, awake, killed and never left behind, and as
 * agents.
 */
class ForeignProgramsIT {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "BERTH_IDLE_SWEEP", "PT1S",
          "BERTH_HEALTH_INTERVAL", "PT2S",
          "BERTH_PORTS_RANGES", "24001-24010,24101-24110",
          "BERTH_PORTS_STRATEGY", "balance");
  private static final Map<String, String> SLEEPY =
      Map.of("idleTimeout", "PT4S", "idleGrace", "PT0S", "idleMinRequests", "0");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static LocalBerth berth;
  private final Api admin = Api.admin();

  @BeforeAll
  static void up() {
    Path data =
        Path.of(System.getProperty("berth.root"), "acceptance", "target")
            .resolve("foreign-" + ProcessHandle.current().pid());
    berth = new LocalBerth(data, SETTINGS);
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    Current.set(berth);
  }

  @AfterAll
  static void down() {
    LocalBerth.Outcome down = berth.down();
    assertThat(down.exit()).as(down.toString()).isZero();
    assertThat(berth.running("")).as("processes left after berth down").isEmpty();
  }

  @Test
  void theReferenceMcpServerSleepsWakesAndSurvivesACrash() throws Exception {
    Path main = Programs.everything().orElseGet(() -> notRun("node and npm", "everything"));
    add(
        "everything",
        List.of(
            "--command",
            "node " + main + " streamableHttp",
            "--env",
            "PORT=${port}",
            "--permits-any-bind",
            "--nice",
            "5",
            "--memory-limit",
            "1GiB"));
    String id = Fixtures.project("everything", "everything", SLEEPY);
    assertThat(echo(id, "first")).contains("first");
    assertThat(nice(Fixtures.pid(id))).isEqualTo("5");
    assertThat(admin.get("/api/v1/runtimes/everything").json())
        .containsEntry("nice", 5)
        .containsEntry("memoryLimit", 1 << 30);
    throughSleepWakeAndCrash(id, () -> assertThat(echo(id, "again")).contains("again"));
  }

  @Test
  void theReferenceMcpServerOverStdioSleepsWakesAndSurvivesACrash() throws Exception {
    Path main = Programs.everything().orElseGet(() -> notRun("node and npm", "everything, stdio"));
    add(
        "everything-stdio",
        List.of("--transport", "stdio", "--command", "node " + main + " stdio"));
    String id = Fixtures.project("everything-stdio", "everything-stdio", SLEEPY);
    assertThat(echo(id, "first")).contains("first");
    assertThat(Fixtures.process(id)).containsEntry("port", null);
    await().atMost(PATIENCE).until(() -> Fixtures.state(id).equals("STOPPED"));
    assertThat(Fixtures.processesOf(id)).isEmpty();
    assertThat(echo(id, "second")).contains("second");
    Fixtures.killNow(Fixtures.pid(id));
    await().atMost(PATIENCE).until(() -> !Fixtures.state(id).equals("READY"));
    assertThat(echo(id, "third")).contains("third");
    assertThat(Fixtures.generation(id)).isEqualTo(3);
    assertThat(Fixtures.processesOf(id)).hasSize(1);
  }

  @Test
  void aStaticFileServerSleepsWakesAndSurvivesACrash() throws Exception {
    Path python = Programs.python().orElseGet(() -> notRun("python3", "static files"));
    add(
        "files",
        List.of(
            "--command",
            python + " -m http.server ${port} --bind 127.0.0.1 --directory ${data}/public"));
    String id = Fixtures.project("files", "files", SLEEPY);
    Path folder = berth.dataFolder().resolve("projects").resolve(id).resolve("public");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("hello.txt"), "hello from a file");
    Runnable use =
        () -> {
          Reply file = admin.get("/projects/" + id + "/km/hello.txt");
          assertThat(file.status()).as(file.toString()).isEqualTo(200);
          assertThat(file.body()).isEqualTo("hello from a file");
        };
    use.run();
    throughSleepWakeAndCrash(id, use);
    assertThat(admin.get("/projects/" + id + "/km/missing").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"2026-07-28,2026-07-28", "auto,2026-07-28", "legacy,2025-11-25"})
  void theTypeScriptClientWorksAsAnAgentInBothEras(String era, String agreed) throws Exception {
    Path client = Programs.client().orElseGet(() -> notRun("node and npm", "the client, " + era));
    String project = Fixtures.project("typed", Map.of());
    String agent = Fixtures.freshId("typed");
    Map<String, Object> wish =
        Map.of("role", "agent", "subject", agent, "projects", List.of(project));
    String token = admin.post("/api/v1/tokens", wish).text("token");
    Reply task = admin.post("/api/v1/tasks", Map.of("projectId", project, "name", "build"));
    assertThat(task.status()).as(task.toString()).isEqualTo(201);
    Map<String, Object> told = Agents.run(client, berth.url() + "/mcp", era, agent, token);
    assertThat(told)
        .containsEntry("version", agreed)
        .containsEntry("server", "berth")
        .containsEntry("wrong", "urn:berth:problem:stale-attempt")
        .containsEntry("done", "done");
    assertThat((List<?>) told.get("tools")).hasSizeGreaterThan(15);
    assertThat(admin.get("/api/v1/tasks/" + task.text("id")).json())
        .containsEntry("status", "done")
        .containsEntry("completedBy", agent);
  }

  private void throughSleepWakeAndCrash(String id, Runnable use) {
    long port = ((Number) Fixtures.process(id).get("port")).longValue();
    await().atMost(PATIENCE).until(() -> Fixtures.state(id).equals("STOPPED"));
    assertThat(Fixtures.processesOf(id)).isEmpty();
    use.run();
    assertThat(Fixtures.generation(id)).isEqualTo(2);
    assertThat(((Number) Fixtures.process(id).get("port")).longValue())
        .as("affinity")
        .isEqualTo(port);
    Fixtures.killNow(Fixtures.pid(id));
    await().atMost(PATIENCE).until(() -> !Fixtures.state(id).equals("READY"));
    use.run();
    assertThat(Fixtures.generation(id)).isEqualTo(3);
    assertThat(Fixtures.processesOf(id)).hasSize(1);
    List<?> ports = (List<?>) admin.get("/api/v1/projects/" + id).json().get("ports");
    assertThat(ports).hasSize(3);
    assertThat((List<?>) admin.get("/api/v1/ports?port=" + port).json().get("holders"))
        .isNotEmpty()
        .allSatisfy(h -> assertThat(((Map<?, ?>) h).get("project")).isEqualTo(id));
    assertThat(berth.running("keeper.sh")).as("one keeper for the node").hasSize(1);
  }

  private static <T> T notRun(String missing, String what) {
    String text = "NOT RUN: " + what + " as a KM, because this machine has no " + missing;
    System.err.println("\n" + "*".repeat(78) + "\n" + text + "\n" + "*".repeat(78) + "\n");
    return Assumptions.abort(text);
  }

  private void add(String name, List<String> options) {
    List<String> words = new ArrayList<>(List.of("runtime", "add", name));
    words.addAll(options);
    words.addAll(List.of("--data", berth.dataFolder().toString()));
    LocalBerth.Outcome added = berth.berth(60, words.toArray(String[]::new));
    assertThat(added.exit()).as(added.toString()).isZero();
  }

  /** A session of the server's protocol version: initialize, then one call of its echo tool. */
  private String echo(String id, String text) {
    Reply hello =
        admin.post(
            "/projects/" + id + "/mcp",
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
    assertThat(hello.status()).as(hello.toString()).isEqualTo(200);
    Map<String, Object> call =
        Map.of(
            "jsonrpc",
            "2.0",
            "id",
            2,
            "method",
            "tools/call",
            "params",
            Map.of("name", "echo", "arguments", Map.of("message", text)));
    Reply echo =
        admin.send(
            admin
                .json("/projects/" + id + "/mcp", call)
                .header("Mcp-Session-Id", hello.header("mcp-session-id"))
                .header("MCP-Protocol-Version", "2025-06-18"));
    assertThat(echo.status()).as(echo.toString()).isEqualTo(200);
    return echo.body();
  }

  private static String nice(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
  }
}
