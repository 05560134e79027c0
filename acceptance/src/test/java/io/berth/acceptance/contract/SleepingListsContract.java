package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.program.StdioKm;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a sleeping project offers is told without waking it; a call wakes it. */
public abstract class SleepingListsContract {
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

  private final Api admin = Api.admin();

  @Test
  void theBuiltInKmsListsAreToldInBothErasWhileItSleeps() {
    String id = Fixtures.project("lists", Map.of());
    List<HttpRequest.Builder> questions =
        List.of(legacy(id, 1), modern(id, "tools/list", 1), modern(id, "server/discover", 1));
    List<Reply> awake = keptAsleep(id, questions);
    long last = Fixtures.generation(id);
    for (int i = 0; i < questions.size(); i++) {
      assertAsleep(id, admin.send(questions.get(i)), awake.get(i).body(), last);
    }
    assertThat(admin.send(modern(id, "tools/list", 77)).number("id")).isEqualTo(77);
    assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
    assertThat(admin.tool(id, "query", Map.of("question", "anything")).status()).isEqualTo(200);
    assertThat(Fixtures.state(id)).isEqualTo("READY");
    assertThat(Fixtures.generation(id)).isEqualTo(last + 1);
  }

  @Test
  void aForeignListIsToldWithWhatIsLeftOfItsLifetimeAndOnlyToWhoGotIt() {
    String id = Fixtures.project("lists-stdio", runtime(), Map.of());
    Reply awake = keptAsleep(id, List.of(modern(id, "tools/list", 1))).get(0);
    assertThat(awake.body()).contains("\"ttlMs\":60000", "\"private\"");
    long last = Fixtures.generation(id);
    Reply asleep = admin.send(modern(id, "tools/list", 1));
    assertThat(asleep.header("Server-Timing")).contains("cache");
    assertThat(asleep.body()).contains("\"pid\"").doesNotContain("\"ttlMs\":60000");
    assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
    Api agent = admin.with(Fixtures.agentToken(id));
    Reply another = agent.send(modern(agent, id, "tools/list", 1));
    assertThat(another.status()).as(another.toString()).isEqualTo(200);
    assertThat(Fixtures.generation(id)).as("it was woken for another caller").isEqualTo(last + 1);
  }

  @Test
  void aSessionThatEndedIsNotFoundAndNothingIsWokenForIt() {
    String id = Fixtures.project("lists-session", runtime(), Map.of());
    String session = admin.post(mcp(id), INITIALIZE).header("Mcp-Session-Id");
    assertThat(admin.send(legacy(id, 1).header("Mcp-Session-Id", session)).status()).isEqualTo(200);
    stop(id);
    Reply gone = admin.send(legacy(id, 1).header("Mcp-Session-Id", session));
    assertThat(gone.status()).as(gone.toString()).isEqualTo(404);
    assertThat(gone.header("Berth-Reason")).isEqualTo("session-gone");
    assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
    assertThat(admin.post(mcp(id), INITIALIZE).header("Mcp-Session-Id")).isNotEqualTo(session);
    assertThat(Fixtures.generation(id)).isEqualTo(2);
  }

  /** What is answered while it is awake, and it sleeps. */
  private List<Reply> keptAsleep(String id, List<HttpRequest.Builder> questions) {
    List<Reply> awake = new ArrayList<>();
    questions.forEach(question -> awake.add(admin.send(question)));
    assertThat(awake).extracting(Reply::status).containsOnly(200);
    stop(id);
    return awake;
  }

  private void assertAsleep(String id, Reply reply, String body, long last) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.header("Server-Timing")).contains("cache");
    assertThat(reply.header("Berth-Generation")).isEqualTo(Long.toString(last));
    assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
  }

  private void stop(String id) {
    Reply stopped = admin.post("/api/v1/projects/" + id + "/stop", "{}");
    assertThat(stopped.status()).as(stopped.toString()).isEqualTo(200);
    assertThat(Fixtures.state(id)).isEqualTo("STOPPED");
  }

  private HttpRequest.Builder legacy(String id, int request) {
    return admin.json(mcp(id), Map.of("jsonrpc", "2.0", "id", request, "method", "tools/list"));
  }

  private HttpRequest.Builder modern(String id, String method, int request) {
    return modern(admin, id, method, request);
  }

  private static HttpRequest.Builder modern(Api caller, String id, String method, int request) {
    Map<String, Object> meta =
        Map.of(
            "io.modelcontextprotocol/protocolVersion",
            "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities",
            Map.of());
    return caller
        .json(
            mcp(id),
            Map.of(
                "jsonrpc", "2.0", "id", request, "method", method, "params", Map.of("_meta", meta)))
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", method);
  }

  private String runtime() {
    String name = Fixtures.freshId("stdio-lists");
    List<String> command =
        List.of(
            "${java}",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes(),
            StdioKm.class.getName());
    Reply reply =
        admin.post(
            "/api/v1/runtimes", Map.of("name", name, "transport", "stdio", "command", command));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return name;
  }

  private static String classes() {
    return Path.of(
            java.net.URI.create(
                StdioKm.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static String mcp(String id) {
    return "/projects/" + id + "/mcp";
  }
}
