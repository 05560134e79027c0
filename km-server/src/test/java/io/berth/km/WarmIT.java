package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A KM that is started before it has a project, over its control socket. */
class WarmIT {
  private static final Map<String, String> ROOM = Map.of("BERTH_RESERVED", ".".repeat(112));

  @TempDir Path folder;
  private Path control;
  private Path socket;
  private Path log;
  private Process process;

  @BeforeEach
  void prepare() throws IOException {
    control =
        Files.createDirectory(
            folder.resolve("control"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    socket = control.resolve("w.sock");
    log = folder.resolve("log");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void onceAssignedItIsAnOrdinaryKmWithAMarkOfItsOwn() throws Exception {
    launch("PT30S", ROOM);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(files()).as("nothing is left of the rehearsal").containsExactly(socket);
    assertThat(environment()).contains("BERTH_RESERVED=").doesNotContain("BERTH_PROJECT=");
    int port;
    try (WarmCaller caller = WarmCaller.connect(socket);
        WarmCaller late = WarmCaller.connect(socket)) {
      assertThat(late.line()).isEqualTo("WARM");
      port = assign(caller, folder.resolve("data"), 0);
      assertThat(late.line()).contains("REFUSED it has taken another assignment");
      assertThat(caller.line()).as("the connection ends").isNull();
    }
    assertThat(environment())
        .contains("\0BERTH_PROJECT=it\0BERTH_GENERATION=7\0")
        .doesNotContain("BERTH_RESERVED");
    assertThat(socket).doesNotExist();
    assertThat(get(port, KmProcess.SECRET)).isEqualTo(200);
    assertThat(get(port, "somebody-elses-secret-here")).isEqualTo(401);
    process.destroy();
    int status = KmProcess.exit(process);
    assertThat(status).as(Files.readString(log)).isZero();
    assertThat(folder.resolve("data/km.db")).isRegularFile();
  }

  @Test
  void whatIsNoAssignmentIsRefusedWithItsReasonAndTheProcessGoesOnWaiting() throws Exception {
    launch("PT30S", ROOM);
    assertThat(answer("hello\n")).startsWith("REFUSED not JSON: ");
    assertThat(answer("[\"--port\",\"99999\",\"--colour\",\"--generation\",\"1\"]\n"))
        .startsWith("REFUSED ")
        .contains("--port must be a number from 0 to 65535", "unknown argument --colour")
        .contains("--data is required", "--secret-file is required");
    assertThat(answer(words(folder.resolve("data"), 0).replace("\"--project\",\"it\",", "")))
        .startsWith("REFUSED --project is required");
    assertThat(answer("[\"" + "a".repeat(40_000)))
        .isEqualTo("REFUSED an assignment has at most 32768 bytes");
    assertThat(answer("[\"--port\"")).isEqualTo("REFUSED the assignment was not whole within 5 s");
    assertThat(folder.resolve("data")).as("nothing was begun").doesNotExist();
    try (WarmCaller caller = WarmCaller.connect(socket)) {
      assertThat(get(assign(caller, folder.resolve("data"), 0), KmProcess.SECRET)).isEqualTo(200);
    }
  }

  @Test
  void anAssignmentThatCannotBeCarriedOutIsAnsweredWithItsReasonAndEndsTheProcess()
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      launch("PT30S", Map.of());
      try (WarmCaller caller = WarmCaller.connect(socket)) {
        assertThat(caller.line()).isEqualTo("WARM");
        caller.send(words(folder.resolve("data"), taken.getLocalPort()));
        assertThat(caller.line()).isEqualTo("ACCEPTED");
        assertThat(caller.line())
            .startsWith("FAILED 3 Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be taken");
      }
      assertThat(KmProcess.exit(process)).isEqualTo(3);
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void whenNobodyIsConnectedAnyMoreItEndsByItself() throws Exception {
    // why so long: a caller must be there before it is over, on a busy machine as well
    launch("PT3S", ROOM);
    try (WarmCaller caller = WarmCaller.connect(socket)) {
      assertThat(caller.line()).isEqualTo("WARM");
      boolean ended = process.waitFor(4, TimeUnit.SECONDS);
      assertThat(ended).as("a connection is enough to be waited for").isFalse();
    }
    int status = KmProcess.exit(process);
    assertThat(status).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("nobody was connected any more");
    assertThat(files()).isEmpty();
  }

  @Test
  void aSignalEndsItInOrderAndAnOpenFolderIsRefused() throws Exception {
    launch("PT30S", ROOM);
    process.destroy();
    int status = KmProcess.exit(process);
    assertThat(status).as(Files.readString(log)).isZero();
    assertThat(files()).isEmpty();

    Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rwxr-x---"));
    process = KmProcess.launch(log, ROOM, "--warm", "--control", socket.toString());
    assertThat(KmProcess.exit(process)).isEqualTo(1);
    assertThat(Files.readString(log)).contains("others may enter " + control + "; make it 0700");
  }

  @Test
  void aWrongCommandLineIsRefused() throws Exception {
    process = KmProcess.launch(log, "--warm", "--port", "1", "--orphan-timeout", "soon");
    assertThat(KmProcess.exit(process)).isEqualTo(2);
    assertThat(Files.readString(log))
        .contains("--port has no place beside --warm", "--control is required")
        .contains("--orphan-timeout must be");
  }

  private void launch(String alone, Map<String, String> environment) throws IOException {
    process =
        KmProcess.launch(
            log, environment, "--warm", "--control", socket.toString(), "--orphan-timeout", alone);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> WarmCaller.isGreeted(socket) || !process.isAlive());
    assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(control)) {
      return files.toList();
    }
  }

  /** What a connection of its own is told about this text. */
  private String answer(String text) throws IOException {
    try (WarmCaller caller = WarmCaller.connect(socket)) {
      assertThat(caller.line()).isEqualTo("WARM");
      caller.send(text);
      return caller.line();
    }
  }

  private int assign(WarmCaller caller, Path data, int port) throws IOException {
    assertThat(caller.line()).isEqualTo("WARM");
    caller.send(words(data, port));
    assertThat(caller.line()).isEqualTo("ACCEPTED");
    String ready = caller.line();
    assertThat(ready).as(Files.readString(log)).startsWith("READY port=");
    return Integer.parseInt(ready.substring("READY port=".length()));
  }

  private String words(Path data, int port) throws IOException {
    return ("[\"--port\",\"%d\",\"--data\",\"%s\",\"--secret-file\",\"%s\",\"--generation\",\"7\","
            + "\"--project\",\"it\",\"--set\",\"pool.max=4\",\"--orphan-timeout\",\"PT5M\"]\n")
        .formatted(port, data, KmProcess.secret(folder));
  }

  private String environment() throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/environ"));
  }

  private static int get(int port, String secret) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
            .timeout(Duration.ofMinutes(1))
            .header("Berth-Secret", secret)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
