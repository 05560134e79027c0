package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Transport;
import io.berth.connector.proc.Marker;
import io.berth.connector.stdio.Bridge;
import io.berth.connector.stdio.HttpIn;
import io.berth.connector.stdio.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real programs behind real pipes, most of them hostile. */
@Timeout(120)
class StdioIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aProgramIsReadyWhenItAnsweredInitializeAndHasNoPort() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, runtime("good"));
    assertThat(ready.state()).isEqualTo(ProcessState.READY);
    assertThat(ready.port()).isEmpty();
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    Client client = new Client();
    assertThat(client.call("pid")).contains("\"" + ready.pid().getAsLong() + "\"");
    assertThat(bench.supervisor.logTail(ALPHA, 10)).contains("stdio program, good");
    ProcessSnapshot stopped = bench.stop(ALPHA, StopReason.IDLE);
    assertThat(stopped.state()).isEqualTo(ProcessState.STOPPED);
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void everyHostileStartFailsWithItsReasonAndLeavesNothing() {
    assertThatThrownBy(() -> bench.ensure(new ProjectId("chatty"), runtime("chatty")))
        .hasMessageContaining("exited with code 4 before it answered initialize")
        .hasMessageContaining("Welcome to my server!");
    assertThatThrownBy(() -> bench.ensure(new ProjectId("alien"), runtime("alien")))
        .hasMessageContaining("revision 1999-01-01");
    bench.startTimeout = Duration.ofSeconds(4);
    assertThatThrownBy(() -> bench.ensure(ALPHA, runtime("mute")))
        .hasMessageContaining("did not answer initialize on its standard output within PT4S");
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aProgramThatDiesWithACallOpenOwesAnErrorAndTheNextOneKnowsNoSession() throws Exception {
    bench.ensure(ALPHA, runtime("good"));
    Client client = new Client();
    assertThat(client.call("exit"))
        .contains("outcome-unknown", "ended before it answered", "\"id\":1");
    Awaitility.await().atMost(PATIENCE).until(() -> bench.kinds().contains(Kind.CRASHED));
    assertThat(bench.supervisor.snapshot(ALPHA).lastExit().orElseThrow().code()).hasValue(3);
    assertThat(bench.ensure(ALPHA, runtime("good")).generation()).isEqualTo(2);
    client.meet();
    Reply reply = client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertThat(reply.head().status()).isEqualTo(404);
  }

  @Test
  void garbageAndAnOverlongAnswerHarmOnlyThemselves() throws Exception {
    ProcessSnapshot before = bench.ensure(ALPHA, runtime("good"));
    Client client = new Client();
    assertThat(client.call("garbage")).contains("after garbage");
    assertThat(bench.supervisor.logTail(ALPHA, 10))
        .contains("berth: not MCP, ignored: DEBUG: about to answer");
    assertThat(client.call("long")).contains("too-large");
    assertThat(client.call("pid")).contains("\"" + before.pid().getAsLong() + "\"");
  }

  @Test
  void aFloodEndsTheProgramAndItsCallersAreTold() throws Exception {
    bench.ensure(ALPHA, runtime("good"));
    Client client = new Client();
    assertThat(client.call("flood")).contains("flooded its standard output");
    Awaitility.await().atMost(PATIENCE).until(() -> bench.kinds().contains(Kind.CRASHED));
    assertThat(bench.supervisor.snapshot(ALPHA).lastExit().orElseThrow().reason())
        .contains("flooded its standard output");
    awaitCleanUp();
  }

  @Test
  void aProgramThatClosesItsOutputIsEnded() throws Exception {
    bench.ensure(ALPHA, runtime("good"));
    assertThat(new Client().call("close")).contains("closed its standard output");
    Awaitility.await().atMost(PATIENCE).until(() -> bench.kinds().contains(Kind.CRASHED));
    awaitCleanUp();
  }

  @Test
  void aQuestionOfTheProgramReachesItsCallerAndTheAnswerTheProgram() throws Exception {
    bench.ensure(ALPHA, runtime("good"));
    Client client = new Client();
    Reply reply = client.post(client.toolCall("ask"));
    assertThat(reply.head().headers().toString()).contains("text/event-stream");
    byte[] buffer = new byte[1 << 16];
    String question = new String(buffer, 0, reply.body().read(buffer), UTF_8);
    String id = question.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
    client.post("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{\"action\":\"accept\"}}");
    assertThat(new String(buffer, 0, reply.body().read(buffer), UTF_8)).contains("accepted");
  }

  @Test
  void aSilentProgramAtWorkIsNotSickAStoppedOneIs() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, runtime("good"));
    Client client = new Client();
    Reply hanging = client.post(client.toolCall("hang"));
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    Signals.send("STOP", ready.pid().getAsLong());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().detail())
        .contains("stopped by a signal");
    Signals.send("CONT", ready.pid().getAsLong());
    client.bridge.close();
    assertThat(text(hanging)).contains("outcome-unknown");
    Awaitility.await().atMost(PATIENCE).until(() -> bench.kinds().contains(Kind.CRASHED));
    awaitCleanUp();
  }

  @Test
  void detachingEndsItSinceNobodyCouldSpeakToItAgain() throws Exception {
    bench.ensure(ALPHA, runtime("deaf-to-the-end"));
    bench.restartSupervisor();
    assertThat(bench.ours()).isEmpty();
    AdoptionReport report = bench.supervisor.adopt(List.of(wish()));
    assertThat(report.adopted()).isEmpty();
    assertThat(report.gone().get(ALPHA)).contains("its pipes ended with the server");
    bench.counters.get(ALPHA).set(1);
    assertThat(bench.ensure(ALPHA, runtime("good")).generation()).isEqualTo(2);
  }

  @Test
  void oneThatAKilledServerLeftBehindIsEndedByTheNextStart() throws Exception {
    Path folder = Files.createDirectories(bench.data.resolve("projects/alpha"));
    List<String> command = new ArrayList<>(StdioProgram.command("deaf-to-the-end"));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Marker marker = new Marker(bench.installation, "node-1", ALPHA, 1);
    Process left =
        Fork.start(
            new Fork.Program(command, Fork.environment(Map.of(), marker, folder), folder),
            folder.resolve("out"));
    Awaitility.await().atMost(PATIENCE).until(() -> bench.ours().size() == 1);
    AdoptionReport report = bench.supervisor.adopt(List.of(wish()));
    assertThat(report.ended()).hasSize(1);
    assertThat(report.gone().get(ALPHA)).contains("its pipes ended", "alpha#1 pid " + left.pid());
    assertThat(bench.ours()).isEmpty();
  }

  /** What follows a crash has its own thread. */
  private void awaitCleanUp() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> bench.ours().isEmpty() && !Files.exists(bench.data.resolve("run/alpha.json")));
  }

  private AdoptionWish wish() {
    return new AdoptionWish(bench.order(ALPHA, 1, runtime("good")));
  }

  static KmRuntime runtime(String temper) {
    return new KmRuntime(
        "stdio",
        Transport.STDIO,
        StdioProgram.command(temper),
        Map.of(),
        "",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of(),
        false,
        false);
  }

  static String text(Reply reply) throws Exception {
    reply.head();
    return new String(reply.body().readAllBytes(), UTF_8);
  }

  /** A legacy client with its session. */
  private final class Client {
    private final String session;
    private Bridge bridge;

    Client() throws KmException {
      meet();
      Reply reply =
          send(
              "",
              "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
                  + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"elicitation\":{}},"
                  + "\"clientInfo\":{}}}");
      session =
          reply.head().headers().stream()
              .filter(header -> header.name().equals("Mcp-Session-Id"))
              .findFirst()
              .orElseThrow()
              .value();
    }

    /** Turns to the process that runs now. */
    void meet() throws KmException {
      try (ExchangeTicket ticket = bench.supervisor.begin(ALPHA)) {
        bridge = ticket.target().bridge().orElseThrow();
      }
    }

    String toolCall(String tool) {
      return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
          + tool
          + "\"}}";
    }

    String call(String tool) throws Exception {
      return text(post(toolCall(tool)));
    }

    Reply post(String json) {
      return send(session, json);
    }

    private Reply send(String id, String json) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.put("Accept", "application/json, text/event-stream");
      if (!id.isEmpty()) {
        headers.put("Mcp-Session-Id", id);
      }
      Reply reply = new Reply(true);
      bridge.handle(new HttpIn("POST", "/mcp", headers::get, json.getBytes(UTF_8)), reply);
      return reply;
    }
  }
}
