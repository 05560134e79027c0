package io.berth.acceptance.conformance;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Current;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The conformance suite of MCP against servers themselves and against the same servers as projects:
 * awake, asleep at the start, and killed before each scenario. What passes on one way passes on the
 * other, check by check. Run by the profile {@code conformance}; it needs npm. The servers are
 * measured at the same time, each in each era as a project of its own: much of it is waiting.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConformanceRun {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "BERTH_PORTS_RANGES", "25001-25040",
          "BERTH_RATE_PROJECT", "1000000/min",
          "BERTH_RATE_AGENT", "1000000/min",
          "BERTH_BREAKER_FAILURES", "1000",
          "BERTH_RESTART_BACKOFF", "PT0.1S",
          "BERTH_RESTART_MAX", "PT0.2S",
          "BERTH_RESTART_QUARANTINE_AFTER", "1000 in PT1M");
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Path FOLDER =
      ROOT.resolve("acceptance/target/conformance-" + ProcessHandle.current().pid());
  private static final Map<String, String> PAGE = new ConcurrentSkipListMap<>();

  private static final String REBINDING = "dns-rebinding-protection";
  private static final String STRANGER = "localhost-host-rebinding-rejected";
  private static final InstantSource CLOCK = InstantSource.system();

  private static LocalBerth berth;
  private static Suite suite;
  private static String fixture;
  private final Api admin = Api.admin();

  @BeforeAll
  static void up() throws Exception {
    suite = Suite.install(FOLDER.resolve("results")).orElse(null);
    if (suite == null) {
      String text = "NOT RUN: MCP conformance, because this machine has no node and npm";
      System.err.println("\n" + "*".repeat(78) + "\n" + text + "\n" + "*".repeat(78) + "\n");
      Assumptions.abort(text);
    }
    fixture = suite.node() + " " + suite.fixture();
    berth = new LocalBerth(FOLDER.resolve("berth"), SETTINGS);
    Current.set(berth);
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
  }

  @AfterAll
  static void down() throws IOException {
    if (berth == null) {
      return;
    }
    LocalBerth.Outcome down = berth.down();
    assertThat(down.exit()).as(down.toString()).isZero();
    assertThat(berth.running("")).as("processes left after berth down").isEmpty();
    if (Selection.whole()) {
      String when =
          "Measured " + LocalDate.ofInstant(CLOCK.instant(), UTC) + ": " + suite.versions() + ".";
      Page.check(ROOT.resolve("docs/mcp-conformance.md"), PAGE.values(), when);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBuiltInKmIsTheSameThroughTheGateway(Revision revision) throws Exception {
    Selection.assumeServer("km");
    String id = Fixtures.project("conf-km", "built-in", Map.of());
    Table table = new Table("built-in KM", revision, suite.required(revision));
    Path folder = FOLDER.resolve("km-" + revision.label());
    try (DirectServer direct = DirectServer.builtIn(berth.dataFolder(), folder)) {
      table.add("directly", suite.all(direct.url(), revision));
    }
    throughTheGateway(id, revision, table);
    Map<String, Outcome> outcomes = table.column("directly");
    publish("1", table, scenario -> Known.reason(scenario, outcomes.get(scenario)).orElse(""));
    assertThat(differences(table)).isEmpty();
    outcomes.forEach(
        (scenario, outcome) ->
            assertThat(outcome.passed() || Known.reason(scenario, outcome).isPresent())
                .as(scenario + " " + outcome)
                .isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void theServerThatTheSuiteExpectsIsTheSameOverHttp(Revision revision) throws Exception {
    Selection.assumeServer("fixture-http");
    equalOverHttp(
        "2",
        "the suite's fixture over HTTP",
        runtime("fixture-http", revision, "--command", fixture + " http ${port}"),
        revision,
        fixture + " http PORT");
  }

  @ParameterizedTest
  @EnumSource
  void theServerThatTheSuiteExpectsLosesNothingOverStdio(Revision revision) throws Exception {
    Selection.assumeServer("fixture-stdio");
    nothingLostOverStdio(
        "3",
        "the suite's fixture over stdio",
        runtime("fixture-stdio", revision, "--transport", "stdio", "--command", fixture + " stdio"),
        revision,
        fixture + " http PORT");
  }

  @ParameterizedTest
  @EnumSource
  void theReferenceServerIsTheSameOverHttp(Revision revision) throws Exception {
    Selection.assumeServer("everything-http");
    String command = suite.node() + " " + suite.everything() + " streamableHttp";
    equalOverHttp(
        "4",
        "server-everything over HTTP",
        runtime(
            "everything-http",
            revision,
            "--command",
            command,
            "--env",
            "PORT=${port}",
            "--permits-any-bind"),
        revision,
        command);
  }

  @ParameterizedTest
  @EnumSource
  void theReferenceServerLosesNothingOverStdio(Revision revision) throws Exception {
    Selection.assumeServer("everything-stdio");
    String command = suite.node() + " " + suite.everything();
    nothingLostOverStdio(
        "5",
        "server-everything over stdio",
        runtime(
            "everything-stdio", revision, "--transport", "stdio", "--command", command + " stdio"),
        revision,
        command + " streamableHttp");
  }

  /**
   * What differs and must not. Against pages of strangers the gateway has its own rule, in front of
   * every server: where a server lets one in, it wins, and it must win on each way.
   */
  private static List<String> differences(Table table) {
    assertThat(table.through(REBINDING, STRANGER)).as(STRANGER).allMatch("SUCCESS"::equals);
    return table.differences().stream()
        .filter(line -> !line.contains(STRANGER + ": directly FAILURE, here SUCCESS"))
        .toList();
  }

  private void equalOverHttp(
      String place, String name, String runtime, Revision revision, String command)
      throws Exception {
    Table table = new Table(name, revision, suite.required(revision));
    directly(table, "directly", name, revision, command);
    throughTheGateway(Fixtures.project("conf", runtime, Map.of()), revision, table);
    publish(
        place,
        table,
        scenario -> scenario.equals(REBINDING) ? "the gateway refuses strangers" : "as directly");
    assertThat(differences(table)).isEmpty();
  }

  /**
   * The program has no address of its own over stdio, so it is compared with its own HTTP server:
   * the bridge may do better, as it serves the newer era for programs that do not know it.
   */
  private void nothingLostOverStdio(
      String place, String name, String runtime, Revision revision, String command)
      throws Exception {
    Table table = new Table(name, revision, suite.required(revision));
    directly(table, "its own HTTP", name, revision, command);
    throughTheGateway(Fixtures.project("conf", runtime, Map.of()), revision, table);
    publish(place, table, scenario -> "");
    assertThat(table.through(REBINDING, STRANGER)).as(STRANGER).allMatch("SUCCESS"::equals);
    assertThat(table.losses()).isEmpty();
  }

  private static void directly(
      Table table, String column, String name, Revision revision, String command) throws Exception {
    Path folder = FOLDER.resolve(name.replace(' ', '-') + "-" + revision.label());
    try (DirectServer direct = DirectServer.program(folder, List.of(command.split(" ")))) {
      table.add(column, suite.all(direct.url(), revision));
    }
  }

  private void throughTheGateway(String id, Revision revision, Table table) throws Exception {
    String token = "Bearer " + Fixtures.agentToken(id);
    try (Forwarder forwarder = new Forwarder(berth.url().getPort(), "Authorization", token)) {
      URI url = forwarder.to("/projects/" + id + "/mcp");
      start(id);
      table.add("awake", suite.all(url, revision));
      Reply stopped = admin.post("/api/v1/projects/" + id + "/stop", Map.of());
      assertThat(stopped.status()).as(stopped.toString()).isEqualTo(200);
      assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
      table.add("asleep", suite.all(url, revision));
      start(id);
      table.add("killed before each", suite.all(url, revision, scenario -> kill(id)));
    }
  }

  private void start(String id) {
    Reply started = admin.post("/api/v1/projects/" + id + "/start", Map.of());
    assertThat(started.status()).as(started.toString()).isEqualTo(200);
  }

  private void kill(String id) {
    Object pid = Fixtures.process(id).get("pid");
    if (pid instanceof Number number) {
      ProcessHandle.of(number.longValue()).ifPresent(ProcessHandle::destroyForcibly);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !number.equals(Fixtures.process(id).get("pid")));
    }
  }

  /** A runtime of its own for each era: they are measured at the same time. */
  private static String runtime(String stem, Revision revision, String... options) {
    String name = stem + "-" + revision.label();
    List<String> words = new ArrayList<>(List.of("runtime", "add", name));
    words.addAll(List.of(options));
    words.addAll(List.of("--data", berth.dataFolder().toString()));
    LocalBerth.Outcome added = berth.berth(120, words.toArray(String[]::new));
    assertThat(added.exit()).as(added.toString()).isZero();
    return name;
  }

  private static void publish(
      String place, Table table, java.util.function.Function<String, String> why)
      throws IOException {
    String text = table.markdown(why);
    PAGE.put(place + text.lines().findFirst().orElseThrow(), text);
    System.out.println("\n" + text);
  }
}
