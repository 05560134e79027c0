package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.StdioBridge;
import io.berth.acceptance.program.StdioKm;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that speaks MCP over its standard input and output, as a project's KM. */
public abstract class StdioContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, String> SLEEPY =
      Map.of("idleTimeout", "PT2S", "idleGrace", "PT0S", "idleMinRequests", "0");
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{"elicitation":{}},"clientInfo":{"name":"test","version":"1"}}}""";

  private final Api admin = Api.admin();

  @Test
  void aRequestWakesItAndItSleepsAgainAndAnOldSessionIsNotFound() {
    String id = Fixtures.project("stdio", runtime(), SLEEPY);
    String session = session(id);
    assertThat(Fixtures.process(id)).containsEntry("state", "READY").containsEntry("port", null);
    assertThat(call(id, session, "pid").body()).contains("pid " + Fixtures.pid(id));
    await().atMost(PATIENCE).until(() -> Fixtures.state(id).equals("STOPPED"));
    assertThat(Fixtures.processesOf(id)).isEmpty();
    Reply gone = call(id, session, "pid");
    assertThat(gone.status()).as(gone.toString()).isEqualTo(404);
    assertThat(gone.header("Berth-Reason")).isEqualTo("session-gone");
    assertThat(call(id, session(id), "pid").header("Berth-Generation")).isEqualTo("2");
  }

  @Test
  void aModernCallerIsServedByTheSameProgram() {
    String id = Fixtures.project("stdio-modern", runtime(), Map.of());
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    Reply reply =
        admin.send(
            admin
                .json(
                    mcp(id),
                    "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\",\"params\":{"
                        + meta
                        + "}}")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list"));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.text("id")).isEqualTo("a");
    assertThat(reply.body()).contains("\"pid\"", "\"resultType\":\"complete\"", "ttlMs");
  }

  @Test
  void itsDeathIsSaidInTheProtocolToEveryOpenCall() {
    String id = Fixtures.project("stdio-crash", runtime(), SLEEPY);
    String session = session(id);
    CompletableFuture<Reply> hanging = admin.sendAsync(request(id, session, toolCall("hang")));
    await()
        .atMost(PATIENCE)
        .until(() -> ((Number) Fixtures.process(id).get("inFlight")).intValue() == 1);
    long pid = Fixtures.pid(id);
    Reply died = call(id, session, "exit");
    assertThat(died.status()).as(died.toString()).isEqualTo(200);
    assertThat(died.body()).contains("outcome-unknown", "look before you repeat it");
    assertThat(hanging.orTimeout(60, TimeUnit.SECONDS).join().body()).contains("outcome-unknown");
    assertThat(call(id, session(id), "pid").body()).doesNotContain("pid " + pid + "\"");
  }

  @Test
  void theCommandIsThatProjectForAClientThatStartsPrograms() throws Exception {
    // why: the stream on which the command listens is never over, and a stop gives it this long
    String id = Fixtures.project("stdio-cli", runtime(), Map.of("drainTimeout", "PT1S"));
    try (StdioBridge bridge = new StdioBridge(id)) {
      bridge.say(INITIALIZE);
      assertThat(bridge.hear()).contains("stdio-km").contains("\"id\":0");
      bridge.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      bridge.say(toolCall("ask"));
      String question = bridge.hear();
      assertThat(question).contains("elicitation/create", "sure?");
      String asked = question.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
      bridge.say(
          "{\"jsonrpc\":\"2.0\",\"id\":\"" + asked + "\",\"result\":{\"action\":\"accept\"}}");
      assertThat(bridge.hear()).contains("accepted");
      assertThat(admin.post("/api/v1/projects/" + id + "/stop", "{}").status()).isEqualTo(200);
      bridge.say(toolCall("pid"));
      assertThat(bridge.hear()).contains("pid ").contains("\"id\":1");
      assertThat(Fixtures.generation(id)).isEqualTo(2);
      assertThat(bridge.end()).isZero();
      assertThat(bridge.hear()).isNull();
    }
  }

  private String runtime() {
    String name = Fixtures.freshId("stdio");
    Reply reply =
        admin.post(
            "/api/v1/runtimes",
            Map.of(
                "name",
                name,
                "transport",
                "stdio",
                "command",
                List.of(
                    "${java}",
                    "-Xmx64m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes(),
                    StdioKm.class.getName())));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return name;
  }

  private static String classes() {
    try {
      return Path.of(StdioKm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String session(String id) {
    Reply hello = admin.post(mcp(id), INITIALIZE);
    assertThat(hello.status()).as(hello.toString()).isEqualTo(200);
    assertThat(hello.body()).contains("stdio-km", "2025-06-18");
    return hello.header("Mcp-Session-Id");
  }

  private Reply call(String id, String session, String tool) {
    return admin.send(request(id, session, toolCall(tool)));
  }

  private HttpRequest.Builder request(String id, String session, String body) {
    return admin.json(mcp(id), body).header("Mcp-Session-Id", session);
  }

  private static String toolCall(String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\"}}";
  }

  private static String mcp(String id) {
    return "/projects/" + id + "/mcp";
  }
}
