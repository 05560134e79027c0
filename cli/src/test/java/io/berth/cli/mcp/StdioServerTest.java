package io.berth.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.mcp.FakeUpstream.Answer;
import io.berth.cli.mcp.FakeUpstream.Arrived;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StdioServerTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}";
  private static final String AGREED =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-06-18\"}}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
  private static final String LISTED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
  private static final Pace QUICK =
      new Pace(Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(20));

  private final List<String> notes = new CopyOnWriteArrayList<>();

  @Test
  void aRequestTravelsByteForByteAndItsAnswerIsOneLine() {
    FakeUpstream server =
        new FakeUpstream(r -> Answer.json("{\"jsonrpc\":\"2.0\",\n \"id\":1,\n\"result\":{}}"));
    assertThat(served(server, QUICK, LIST)).hasSize(1).first().asString().contains("\"result\"");
    assertThat(server.arrived.get(0).body()).isEqualTo(LIST);
  }

  @Test
  void aSessionThatIsGoneIsMadeAgainWithoutTheClient() {
    AtomicInteger sessions = new AtomicInteger();
    FakeUpstream server =
        new FakeUpstream(
            r -> {
              if (r.body().contains("initialize\"")) {
                return Answer.json(AGREED, "Mcp-Session-Id", "s" + sessions.incrementAndGet());
              }
              if (r.method().equals("GET")) {
                return Answer.status(405);
              }
              if (r.body().contains("initialized")) {
                return Answer.status(202);
              }
              return "s2".equals(r.headers().get("Mcp-Session-Id"))
                  ? Answer.json(LISTED)
                  : new Answer(404, java.util.Map.of("Content-Type", "application/json"), "{}");
            });
    List<String> out = served(server, QUICK, INITIALIZE, "wait", LIST);
    assertThat(out).containsExactlyInAnyOrder(AGREED, LISTED);
  }

  @Test
  void whatCertainlyHadNoEffectIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    FakeUpstream server =
        new FakeUpstream(
            r ->
                switch (tries.incrementAndGet()) {
                  case 1 -> throw new ConnectException("refused");
                  case 2 -> Answer.refusal(503, "starting");
                  case 3 -> Answer.refusal(429, "rate");
                  default -> Answer.json(LISTED);
                });
    assertThat(served(server, QUICK, LIST)).containsExactly(LISTED);
    assertThat(tries).hasValue(4);
  }

  @Test
  void whatMayHaveHadItsEffectIsSaidToBeUnknown() {
    FakeUpstream server =
        new FakeUpstream(
            r -> {
              throw new IOException("reset");
            });
    assertThat(served(server, QUICK, LIST).get(0)).contains("outcome-unknown", "\"id\":1");
    assertThat(server.arrived).hasSize(1);
  }

  @Test
  void aRefusalThatStaysIsToldAtOnceInTheServersWords() {
    FakeUpstream server = new FakeUpstream(r -> Answer.refusal(503, "quarantined"));
    assertThat(served(server, QUICK, LIST).get(0)).contains("quarantined it is");
    assertThat(server.arrived).hasSize(1);
  }

  @Test
  void everyEventOfAStreamIsPassedOnAndAStreamWithoutItsAnswerIsAnError() {
    String progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}";
    FakeUpstream server =
        new FakeUpstream(
            r ->
                new Answer(
                    200,
                    java.util.Map.of("Content-Type", "text/event-stream"),
                    ": hello\n\nevent: message\ndata: " + progress + "\n\ndata: half"));
    List<String> out = served(server, QUICK, LIST);
    assertThat(out).hasSize(2).first().isEqualTo(progress);
    assertThat(out.get(1)).contains("outcome-unknown");
  }

  @Test
  void aModernRequestRepeatsItselfInItsHeaders() {
    FakeUpstream server = new FakeUpstream(r -> Answer.json(LISTED));
    served(
        server,
        QUICK,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"ä\","
            + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");
    Arrived arrived = server.arrived.get(0);
    assertThat(arrived.headers())
        .containsEntry("MCP-Protocol-Version", "2026-07-28")
        .containsEntry("Mcp-Method", "tools/call")
        .containsEntry("Mcp-Name", "=?base64?w6Q=?=");
  }

  @Test
  void nonsenseIsAnsweredHereAndGoesNowhere() {
    FakeUpstream server = new FakeUpstream(r -> Answer.json(LISTED));
    assertThat(served(server, QUICK, "nonsense", "", "[1]"))
        .hasSize(2)
        .allMatch(line -> line.contains("-32700"));
    assertThat(server.arrived).isEmpty();
  }

  /** Says these lines, closes stdin, and gives what came out until it ended. */
  private List<String> served(FakeUpstream server, Pace pace, String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioServer stdio =
        new StdioServer(
            server,
            new Output(new PrintStream(out, true, StandardCharsets.UTF_8)),
            notes::add,
            pace);
    stdio.serve(new Script(lines, out));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Standard input; after "wait" it goes on when something was answered. */
  private static final class Script extends java.io.InputStream {
    private final String[] lines;
    private final ByteArrayOutputStream answers;
    private int next;
    private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

    Script(String[] lines, ByteArrayOutputStream answers) {
      this.lines = lines;
      this.answers = answers;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      while (line.available() == 0) {
        if (next == lines.length) {
          return -1;
        }
        String said = lines[next++];
        if (said.equals("wait")) {
          org.awaitility.Awaitility.await().until(() -> answers.size() > 0);
        } else {
          line = new ByteArrayInputStream((said + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return line.read(into, offset, length);
    }

    @Override
    public int available() {
      return line.available();
    }
  }
}
