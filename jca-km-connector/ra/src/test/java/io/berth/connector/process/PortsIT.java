package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.berth.connector.api.KmException;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.connector.port.FreePort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PortsIT {
  private static final ProjectId BETA = new ProjectId("beta");

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void whenNoPortIsLeftOneEventSaysSoAndOneThatThereIsOneAgain() throws Exception {
    bench.range = new PortRange(bench.range.first(), bench.range.first());
    bench.restartSupervisor();
    bench.ensure(ALPHA, serving());
    for (int i = 0; i < 3; i++) {
      Throwable failure = catchThrowable(() -> bench.ensure(BETA, serving()));
      assertThat(((KmException) failure.getCause()).problem()).isEqualTo(Problem.NO_PORT);
    }
    bench.stop(ALPHA, StopReason.IDLE);
    assertThat(bench.ensure(BETA, serving()).port()).hasValue(bench.range.first());
    Awaitility.await().until(() -> aboutPorts().size() == 2);
    assertThat(aboutPorts())
        .extracting(ProcessEvent::kind)
        .containsExactly(Kind.PORTS_EXHAUSTED, Kind.PORTS_AVAILABLE);
    assertThat(aboutPorts().get(0).project()).isEqualTo(BETA);
    assertThat(aboutPorts().get(0).reason()).contains("no free port for beta", "" + bench.range);
  }

  @Test
  void aStrangerOnAPortIsLeftAloneReportedAndForgottenWhenItIsGone() throws Exception {
    int port = bench.range.first();
    Process stranger = stranger(port);
    try {
      ProcessSnapshot alpha = bench.ensure(ALPHA, serving());
      assertThat(alpha.port()).hasValue(port + 1);
      assertThat(bench.supervisor.ports().get(0).foreign()).containsExactly(port);
      Awaitility.await().until(() -> !aboutPorts().isEmpty());
      assertThat(aboutPorts().get(0).kind()).isEqualTo(Kind.PORT_FOREIGN);
      assertThat(aboutPorts().get(0).reason())
          .contains("port " + port + " is taken by java (process " + stranger.pid() + ")");
    } finally {
      stranger.destroyForcibly().waitFor();
    }
    Awaitility.await().until(() -> aboutPorts().size() == 2);
    assertThat(aboutPorts().get(1).kind()).isEqualTo(Kind.PORT_FREED);
    assertThat(bench.supervisor.ports().get(0).foreign()).isEmpty();
    assertThat(bench.ensure(BETA, serving()).port()).hasValue(port);
  }

  @Test
  void aProcessThatListensNoMoreIsUnhealthyAlthoughItLives() throws Exception {
    impatient();
    ProcessSnapshot alpha = bench.ensure(ALPHA, runtime("tools", "${port}"));
    assertThat(probe().healthy()).as(probe().detail()).isTrue();
    int port = alpha.port().getAsInt();
    assertThat(get(port, "/deafen")).contains("deaf");
    // why somebody else: a table of the system without any listener is taken for unreadable
    try (ServerSocket anybody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(anybody.getLocalPort()).isNotEqualTo(port);
      // why awaited: a look while the socket is being closed is in doubt, and says so
      Awaitility.await().until(() -> probe().finding() == ProbeResult.Finding.PORT_LOST);
      assertThat(probe().detail()).isEqualTo("it runs, but listens on port " + port + " no more");
      assertThat(bench.ours()).hasSize(1);
    }
  }

  @Test
  void aGoodAnswerFromSomebodyElseOnItsPortIsNotTakenForItsOwn() throws Exception {
    impatient();
    ProcessSnapshot alpha = bench.ensure(ALPHA, runtime("tools", "${port}"));
    int port = alpha.port().getAsInt();
    get(port, "/deafen");
    Awaitility.await().until(() -> FreePort.test(port));
    HttpServer thief =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    thief.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    thief.start();
    try {
      Awaitility.await().until(() -> probe().finding() == ProbeResult.Finding.PORT_LOST);
      assertThat(probe().detail()).contains("port " + port + " belongs to somebody else now");
      bench.stop(ALPHA, StopReason.UNHEALTHY);
      assertThat(bench.ensure(ALPHA, serving()).port()).hasValue(port + 1);
    } finally {
      thief.stop(0);
    }
  }

  @Test
  void aPortThatAnotherNodeHoldsIsNotUsedAndWithoutAnAnswerTheSystemIsTrusted() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    int first = bench.range.first();
    bench.supervisor.agreeOnPorts(
        (host, port, project, generation) -> {
          asked.add(host + " " + port + " " + project + "#" + generation);
          if (project.equals(BETA)) {
            throw new KmException(Problem.UNAVAILABLE, "the database is away");
          }
          return port != first;
        },
        List.of());
    assertThat(bench.ensure(ALPHA, serving()).port()).hasValue(first + 1);
    String host = bench.supervisor.host();
    assertThat(host).contains(bench.proc.bootId()).contains("net:[");
    assertThat(asked)
        .containsExactly(host + " " + first + " alpha#1", host + " " + (first + 1) + " alpha#1");
    assertThat(bench.supervisor.ports().get(0).foreign()).as("a neighbour's").isEmpty();
    assertThat(bench.ensure(BETA, serving()).port()).isPresent();
  }

  private List<ProcessEvent> aboutPorts() {
    return bench.events.stream().filter(e -> e.kind().aboutPorts()).toList();
  }

  /** why: a look that meets the closing socket is not answered, and the next one tells. */
  private void impatient() {
    bench.healthTimeout = Duration.ofSeconds(2);
    bench.restartSupervisor();
  }

  private ProbeResult probe() {
    return bench.supervisor.probe(ALPHA).orElseThrow();
  }

  /** A program that serves, and that carries no mark of ours. */
  private Process stranger(int port) throws Exception {
    List<String> command = FakeProgram.command("serve", "" + port);
    command.set(0, ProcessHandle.current().info().command().orElseThrow());
    Process stranger =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !FreePort.test(port));
    return stranger;
  }

  static String get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
