package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several projects in one real process: alone with their data, and with their mishaps. */
class HostIT {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;
  private Path socket;
  private Path log;
  private Process process;

  @BeforeEach
  void prepare() throws IOException {
    socket =
        Files.createDirectory(
                folder.resolve("control"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            .resolve("h.sock");
    log = folder.resolve("log");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theSecretAloneSaysWhichProjectIsMeantAndNoneFindsWhatIsAnothers() throws Exception {
    launch("10", "PT30S");
    int port = open("alpha");
    assertThat(open("beta")).as("one port for all").isEqualTo(port);
    assertThat(open("gamma")).isEqualTo(port);
    assertThat(order("list").split(" "))
        .containsExactlyInAnyOrder("HOSTS", "port=" + port, "alpha#3", "beta#3", "gamma#3");
    for (String project : List.of("alpha", "beta", "gamma")) {
      assertThat(save(port, project, "the harbour of " + project).statusCode()).isEqualTo(200);
    }
    assertThat(query(port, "alpha", "harbour"))
        .contains("the harbour of alpha")
        .doesNotContain("beta")
        .doesNotContain("gamma");
    assertThat(get(port, "/status", secret("beta")).body())
        .contains("\"beta\"")
        .doesNotContain("alpha");
    assertThat(get(port, "/ready", secret("gamma")).statusCode()).isEqualTo(200);
    assertThat(get(port, "/ready", "somebody-elses-secret-here").statusCode()).isEqualTo(401);
    assertThat(get(port, "/ready", null).statusCode()).isEqualTo(401);
  }

  @Test
  void aClosedProjectIsFreeForAProcessOfItsOwnAndComesBackWithAllThatHappenedThere()
      throws Exception {
    launch("10", "PT30S");
    int port = open("alpha");
    open("beta");
    save(port, "alpha", "saved in the shared process");
    Path own = folder.resolve("alpha");
    Process refused = dedicated(own, folder.resolve("refused.log"));
    assertThat(KmProcess.exit(refused)).as("two never write one project").isEqualTo(4);
    assertThat(order("close", "alpha", "2")).as("another generation").isEqualTo("CLOSED");
    assertThat(get(port, "/ready", secret("alpha")).statusCode()).isEqualTo(200);
    assertThat(order("close", "alpha", "3")).isEqualTo("CLOSED");
    assertThat(order("close", "alpha", "3")).as("again").isEqualTo("CLOSED");
    assertThat(get(port, "/ready", secret("alpha")).statusCode()).isEqualTo(401);
    assertThat(get(port, "/ready", secret("beta")).statusCode()).isEqualTo(200);
    Process dedicated = dedicated(own, folder.resolve("dedicated.log"));
    try {
      int ownPort = port(folder.resolve("dedicated.log"));
      assertThat(query(ownPort, "alpha", "shared")).contains("saved in the shared process");
      save(ownPort, "alpha", "saved in its own process");
      assertThat(tried("alpha")).startsWith("FAILED 4 ").contains("is in use by process");
    } finally {
      dedicated.destroy();
      KmProcess.exit(dedicated);
    }
    open("alpha");
    assertThat(query(port, "alpha", "saved process"))
        .contains("saved in the shared process", "saved in its own process");
  }

  @Test
  void whatIsWrongWithOneProjectIsNoMatterForItsNeighbours() throws Exception {
    launch("2", "PT30S");
    int port = open("alpha");
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("km.db"), "this is no database at all ".repeat(500));
    assertThat(tried("broken")).startsWith("FAILED 1 ");
    assertThat(save(port, "alpha", "goes on").statusCode()).isEqualTo(200);
    open("beta");
    assertThat(tried("gamma")).contains("FAILED 1 2 projects are open here already");
    assertThat(tried("beta")).startsWith("FAILED 4 beta is open here already");
    assertThat(order("close", "beta", "3")).isEqualTo("CLOSED");
    open("gamma");
    assertThat(order("sing")).startsWith("REFUSED an order begins with");
    assertThat(order("open", "--port", "0")).startsWith("REFUSED ").contains("--data is required");
    process.destroy();
    assertThat(KmProcess.exit(process)).as(Files.readString(log)).isZero();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aHostThatNobodyNeedsEndsByItself() throws Exception {
    // why so long: it must still be there when the project is opened, on a busy machine as well
    launch("2", "PT4S");
    open("alpha");
    assertThat(KmProcess.exit(process)).isZero();
    assertThat(Files.readString(log)).contains("within the orphan timeout");
  }

  private void launch(String most, String orphanTimeout) throws IOException {
    process =
        KmProcess.launch(
            log,
            "--host",
            "--control",
            socket.toString(),
            "--most",
            most,
            "--orphan-timeout",
            orphanTimeout);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || WarmCaller.isGreeted(socket));
  }

  private Process dedicated(Path data, Path to) throws IOException {
    return new ProcessBuilder(
            Stream.concat(
                    KmProcess.program().stream(), arguments(data.getFileName().toString()).stream())
                .collect(Collectors.toList()))
        .redirectErrorStream(true)
        .redirectOutput(to.toFile())
        .start();
  }

  private static int port(Path output) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(output).contains("READY port="));
    try {
      return Files.readAllLines(output).stream()
          .filter(line -> line.startsWith("READY port="))
          .map(line -> Integer.parseInt(line.substring(11)))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String secret(String project) {
    return "the-secret-of-" + project + "-and-no-other";
  }

  private List<String> arguments(String project) throws IOException {
    Path file = Files.writeString(folder.resolve("secret-" + project), secret(project));
    return List.of(
        "--port",
        "0",
        "--data",
        folder.resolve(project).toString(),
        "--secret-file",
        file.toString(),
        "--generation",
        "3",
        "--project",
        project);
  }

  private int open(String project) throws IOException {
    String answer = tried(project);
    assertThat(answer).startsWith("READY port=");
    return Integer.parseInt(answer.substring(11));
  }

  private String tried(String project) throws IOException {
    return order(
        Stream.concat(Stream.of("open"), arguments(project).stream()).toArray(String[]::new));
  }

  private String order(String... words) throws IOException {
    try (WarmCaller caller = WarmCaller.connect(socket)) {
      assertThat(caller.line()).isEqualTo("WARM");
      caller.send(
          Stream.of(words)
              .map(word -> "\"" + word + "\"")
              .collect(Collectors.joining(",", "[", "]\n")));
      String first = caller.line();
      return first.equals("ACCEPTED") ? caller.line() : first;
    }
  }

  private static HttpResponse<String> get(int port, String path, String secret)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (secret != null) {
      request.header("Berth-Secret", secret);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> save(int port, String project, String content)
      throws IOException, InterruptedException {
    return tool(
        port,
        project,
        "save",
        "{\"ticket_id\":\"t\",\"item_type\":\"note\",\"content\":\"" + content + "\"}");
  }

  private static String query(int port, String project, String question)
      throws IOException, InterruptedException {
    return tool(port, project, "query", "{\"question\":\"" + question + "\"}").body();
  }

  private static HttpResponse<String> tool(int port, String project, String name, String input)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
            .header("Berth-Secret", secret(project))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"tool_name\":\"" + name + "\",\"tool_input\":" + input + "}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
