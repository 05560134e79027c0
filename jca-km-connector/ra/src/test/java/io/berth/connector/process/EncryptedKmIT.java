package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.RecodeOrder.Outcome;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.files.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real KMs with encrypted databases: of their own, warm, shared; and their keys changed. */
class EncryptedKmIT {
  private static final ProjectId BETA = new ProjectId("beta");

  @RegisterExtension final Bench bench = new Bench();

  private static DataKey key(int of) {
    byte[] bytes = new byte[DataKey.BYTES];
    Arrays.fill(bytes, (byte) of);
    return new DataKey(bytes);
  }

  private Path folder(ProjectId project) {
    return bench.data.resolve("projects").resolve(project.value());
  }

  private StartOrders orders(int keyOf, boolean shared) {
    StartOrders own = bench.builtIn(shared);
    return project -> own.next(project).with(Optional.of(key(keyOf)));
  }

  private ProcessSnapshot ensure(ProjectId project, int keyOf, boolean shared) throws Exception {
    return bench
        .supervisor
        .ensure(project, orders(keyOf, shared))
        .toCompletableFuture()
        .get(40, TimeUnit.SECONDS);
  }

  private String tool(ProcessSnapshot process, String tool, String input) throws Exception {
    String secret = Secrets.read(folder(process.project()), process.generation()).orElseThrow();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + process.port().getAsInt() + "/mcp"))
                    .header("Berth-Secret", secret)
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"tool_name\":\"" + tool + "\",\"tool_input\":" + input + "}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private void save(ProcessSnapshot process, String content) throws Exception {
    tool(process, "save", "{\"title\":\"t\",\"content\":\"" + content + "\"}");
  }

  private String query(ProcessSnapshot process, String question) throws Exception {
    return tool(process, "query", "{\"question\":\"" + question + "\"}");
  }

  private List<String> filesWith(ProjectId project, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder(project))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> read(file).contains(text))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** What others on this machine can see of a process, or find in its folder. */
  private void assertNothingShows(ProcessSnapshot process, int keyOf) throws IOException {
    String hex = HexFormat.of().toHexDigits((byte) keyOf).repeat(DataKey.BYTES);
    Path pid = Path.of("/proc/" + process.pid().getAsLong());
    assertThat(read(pid.resolve("cmdline"))).contains("encrypting").doesNotContain(hex);
    assertThat(read(pid.resolve("environ"))).isNotEmpty().doesNotContain(hex);
    for (String text : List.of(hex, "walrus", "SQLite format 3")) {
      assertThat(filesWith(process.project(), text)).as(text).isEmpty();
    }
  }

  @Test
  void oneAmongPlainOnesIsStartedWithAClassArchiveTooOnceItIsMade() throws Exception {
    ensure(ALPHA, 0x1f, false);
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> archives().stream().anyMatch(name -> name.startsWith("archive-encrypting-")));
    bench.stop(ALPHA, StopReason.IDLE);

    ProcessSnapshot again = ensure(ALPHA, 0x1f, false);
    assertThat(read(Path.of("/proc/" + again.pid().getAsLong() + "/cmdline")))
        .contains("/archive-encrypting-");
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> contents = Files.list(bench.data.resolve("km"))) {
      return contents
          .filter(Files::isDirectory)
          .flatMap(content -> Stream.of(content.toFile().list()))
          .filter(name -> name.startsWith("archive-"))
          .toList();
    }
  }

  @Test
  void whatAnEncryptedProjectSavesIsFoundByItAloneAndOnlyWithItsKey() throws Exception {
    ProcessSnapshot first = ensure(ALPHA, 0x1f, false);
    assertThat(first.startSource()).contains(StartSource.COLD);
    save(first, "the walrus sleeps");
    assertNothingShows(first, 0x1f);
    bench.stop(ALPHA, StopReason.IDLE);
    assertThat(filesWith(ALPHA, "walrus")).isEmpty();

    ProcessSnapshot again = ensure(ALPHA, 0x1f, false);
    assertThat(query(again, "walrus")).contains("the walrus sleeps");
    bench.stop(ALPHA, StopReason.IDLE);
    byte[] before = Files.readAllBytes(folder(ALPHA).resolve("km.db"));

    assertThatThrownBy(() -> ensure(ALPHA, 0x2e, false))
        .hasMessageContaining("alpha")
        .hasMessageContaining("km.db does not open with the key that came for it");
    assertThat(Files.readAllBytes(folder(ALPHA).resolve("km.db"))).isEqualTo(before);
  }

  @Test
  void withoutAKeyAnEncryptedDatabaseIsNotTouched() throws Exception {
    save(ensure(ALPHA, 0x1f, false), "the walrus sleeps");
    bench.stop(ALPHA, StopReason.IDLE);

    assertThatThrownBy(() -> bench.ensure(ALPHA, KmRuntime.builtInRuntime()))
        .hasMessageContaining("km.db is not a database that opens without a key");
  }

  @Test
  void aWarmProcessTakesAnEncryptedProjectIfItHasTheDriver() throws Exception {
    bench.warmPool = new WarmPoolSettings(1, Duration.ofHours(1));
    bench.encrypting = true;
    bench.restartSupervisor();
    bench.supervisor.adopt(List.of());
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> bench.supervisor.warmPool().ready() == 1);

    ProcessSnapshot warm = ensure(ALPHA, 0x1f, false);
    assertThat(warm.startSource()).contains(StartSource.WARM);
    save(warm, "the walrus sleeps");
    assertNothingShows(warm, 0x1f);
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> bench.supervisor.warmPool().ready() == 1);
    ProcessSnapshot plain = bench.ensure(BETA, KmRuntime.builtInRuntime());
    assertThat(plain.startSource()).as("a plain project").contains(StartSource.COLD);
    assertThat(read(Path.of("/proc/" + plain.pid().getAsLong() + "/cmdline")))
        .contains("sqlite-jdbc.jar")
        .doesNotContain("encrypting");
  }

  @Test
  void encryptedProjectsShareAProcessAndEachHasItsKey() throws Exception {
    ProcessSnapshot alpha = ensure(ALPHA, 0x1f, true);
    ProcessSnapshot beta = ensure(BETA, 0x2e, true);
    assertThat(beta.pid()).isEqualTo(alpha.pid());
    save(alpha, "the walrus sleeps");
    save(beta, "the walrus swims");
    assertNothingShows(alpha, 0x1f);
    assertNothingShows(beta, 0x2e);
    assertThat(query(alpha, "walrus")).contains("sleeps").doesNotContain("swims");
    bench.stop(ALPHA, StopReason.IDLE);
    assertThatThrownBy(() -> ensure(ALPHA, 0x2e, true))
        .hasMessageContaining("does not open with the key that came for it");
    assertThat(query(ensure(ALPHA, 0x1f, true), "walrus")).contains("sleeps");
  }

  @Test
  void aProjectIsEncryptedRekeyedAndDecrypted() throws Exception {
    save(bench.ensure(ALPHA, KmRuntime.builtInRuntime()), "the walrus sleeps");
    assertThat(recode(Optional.empty(), Optional.of(key(0x1f))).outcome())
        .as("while it runs")
        .isEqualTo(Outcome.UNKNOWN);
    bench.stop(ALPHA, StopReason.IDLE);
    assertThat(filesWith(ALPHA, "walrus")).containsExactly("km.db");

    assertThat(recode(Optional.empty(), Optional.of(key(0x1f))).outcome())
        .isEqualTo(Outcome.RECODED);
    assertThat(filesWith(ALPHA, "walrus")).isEmpty();
    ProcessSnapshot encrypted = ensure(ALPHA, 0x1f, false);
    assertThat(query(encrypted, "walrus")).contains("the walrus sleeps");
    bench.stop(ALPHA, StopReason.IDLE);

    RecodeOrder.Result wrong = recode(Optional.of(key(0x2e)), Optional.of(key(0x3d)));
    assertThat(wrong.outcome()).as("which key it has is not known").isEqualTo(Outcome.UNKNOWN);
    assertThat(wrong.why()).contains("does not open with the key that came for it");

    assertThat(recode(Optional.of(key(0x1f)), Optional.of(key(0x2e))).outcome())
        .isEqualTo(Outcome.RECODED);
    assertThat(query(ensure(ALPHA, 0x2e, false), "walrus")).contains("the walrus sleeps");
    bench.stop(ALPHA, StopReason.IDLE);

    assertThat(recode(Optional.of(key(0x2e)), Optional.empty()).outcome())
        .isEqualTo(Outcome.RECODED);
    ProcessSnapshot plain = bench.ensure(ALPHA, KmRuntime.builtInRuntime());
    assertThat(query(plain, "walrus")).contains("the walrus sleeps");
  }

  private RecodeOrder.Result recode(Optional<DataKey> from, Optional<DataKey> to) throws Exception {
    return bench.supervisor.recode(new RecodeOrder(ALPHA, folder(ALPHA), from, to));
  }
}
