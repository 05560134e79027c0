package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.AgentSocket;
import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agents over WebSocket, with the client of the JDK. */
public abstract class AgentSocketContract {
  private static final int TRY_LATER = 1013;
  private static final int REPLACED = 4000;
  private static final int SLOW_CONSUMER = 4001;
  private static final int TOKEN_OVER = 4002;
  private static final int BROKEN_MESSAGES = 1007;
  private final Api admin = Api.admin();

  @Test
  void anAgentDoesAllItsWorkAndHearsThatItsTaskIsCalledOffAlsoWhenItWasAway() throws Exception {
    String project = Fixtures.project("socket", Map.of());
    String ann = Fixtures.freshId("ann");
    String token = token(ann, project);
    AgentSocket socket = AgentSocket.open(token, ann, "");
    assertThat(socket.hear("connected").get("agent_id")).isEqualTo(ann);
    Map<?, ?> registered =
        socket.ask(
            Map.of("type", "register", "id", "r-1", "name", "Ann", "role", "dev"), "registered");
    assertThat(registered.get("reply_to")).isEqualTo("r-1");
    await().untilAsserted(() -> assertThat(status(ann).get("connected")).isEqualTo(true));

    socket.say(Map.of("type", "request_task", "id", 7));
    socket.ask(Map.of("type", "ping", "echo", "still here"), "pong");
    String first = task(project);
    Map<?, ?> given = socket.hear("task_assignment");
    assertThat(given.get("reply_to")).isEqualTo("7");
    assertThat(((Map<?, ?>) given.get("task")).get("id")).isEqualTo(first);
    Map<?, ?> beat =
        socket.ask(Map.of("type", "heartbeat", "task_id", first), "progress_acknowledged");
    assertThat(((List<?>) beat.get("tasks")).toString()).contains(first, "cancel=false");
    Map<String, Object> stale = Map.of("type", "heartbeat", "task_id", first, "attempt", 9);
    assertThat(socket.ask(stale, "error").get("code")).isEqualTo("stale-attempt");
    Map<String, Object> stuck =
        Map.of("type", "report_blocker", "task_id", first, "description", "no key");
    assertThat(socket.ask(stuck, "blocker_suggestions").get("attempt")).isEqualTo(1);
    Map<String, Object> done =
        Map.of("type", "report_progress", "task_id", first, "status", "completed");
    assertThat(socket.ask(done, "progress_acknowledged").get("status")).isEqualTo("done");

    String second = task(project);
    socket.ask(Map.of("type", "request_task"), "task_assignment");
    cancel(second);
    Map<?, ?> cancelled = socket.hear("task_cancelled");
    assertThat(cancelled.get("task_id")).isEqualTo(second);
    assertThat(cancelled.get("cause")).isEqualTo("cancelled");
    socket.ask(Map.of("type", "release_task", "task_id", second), "progress_acknowledged");

    String third = task(project);
    socket.ask(Map.of("type", "request_task"), "task_assignment");
    socket.leave();
    await().untilAsserted(() -> assertThat(status(ann).get("connected")).isEqualTo(false));
    Reply back = admin.post("/api/v1/tasks/" + third + "/take-back", Map.of("reason", "not you"));
    assertThat(back.status()).as(back.toString()).isEqualTo(200);
    AgentSocket again = AgentSocket.open(token, ann, "?last_seq=" + cancelled.get("seq"));
    Map<?, ?> missed = again.hear("task_cancelled");
    assertThat(missed.get("task_id")).isEqualTo(third);
    assertThat(missed.get("cause")).isEqualTo("taken_back");
    assertThat(missed.get("reason")).isEqualTo("not you");
    again.leave();
  }

  @Test
  void whoMayNotIsToldWhyAtTheDoorAndWhoSpeaksNonsenseIsSentAway() throws Exception {
    String project = Fixtures.project("socket", Map.of());
    String ann = Fixtures.freshId("ann");
    String token = token(ann, project);
    assertThat(AgentSocket.refused("nonsense", ann, "")).isEqualTo(401);
    assertThat(AgentSocket.refused(token, "somebody-else", "")).isEqualTo(403);
    assertThat(AgentSocket.refused(token, ann, "?last_seq=x")).isEqualTo(400);
    assertThat(admin.get("/ws/agent/" + ann).status()).isEqualTo(400);

    AgentSocket browser = AgentSocket.openAsBrowser(token, ann);
    assertThat(browser.subprotocol()).isEqualTo("bearer");
    browser.hear("connected");
    Map<?, ?> other =
        browser.ask(Map.of("type", "register", "agent_id", "bob", "name", "B"), "error");
    assertThat(other.get("code")).isEqualTo("forbidden");
    browser.say(Map.of("type", "request_task"));
    assertThat(browser.hear("error").get("code")).isEqualTo("no-such-agent");
    for (int i = 0; i < 5; i++) {
      browser.sayText("{\"type\":");
    }
    assertThat(browser.hear("error").get("message").toString()).contains("not valid JSON");
    assertThat(browser.closed()).isEqualTo(BROKEN_MESSAGES);
  }

  @Test
  void onlyTheNewestConnectionOfAnAgentLivesAndNoneOutlivesItsToken() throws Exception {
    String project = Fixtures.project("socket", Map.of());
    String ann = Fixtures.freshId("ann");
    String token = token(ann, project);
    AgentSocket older = AgentSocket.open(token, ann, "");
    older.hear("connected");
    AgentSocket newer = AgentSocket.open(token, ann, "");
    newer.hear("connected");
    assertThat(older.closed()).isEqualTo(REPLACED);
    Reply revoked = admin.post("/api/v1/tokens/revoke", Map.of("subject", ann));
    assertThat(revoked.status()).as(revoked.toString()).isBetween(200, 204);
    assertThat(newer.closed()).isEqualTo(TOKEN_OVER);
  }

  @Test
  void theConnectionsOfANodeAndTheMessagesThatWaitForASlowAgentAreBounded() throws Exception {
    String project = Fixtures.project("socket", Map.of());
    List<AgentSocket> all = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 21 && refused == 0; i++) {
      String agent = Fixtures.freshId("many");
      AgentSocket one = AgentSocket.open(token(agent, project), agent, "");
      all.add(one);
      refused = i < 20 ? 0 : one.closed();
    }
    all.forEach(AgentSocket::leave);
    assertThat(refused).isEqualTo(TRY_LATER);

    String slow = Fixtures.freshId("slow");
    String token = token(slow, project);
    AgentSocket lazy = await().until(() -> opened(token, slow), s -> s != null);
    String echo = "x".repeat(60_000);
    boolean taken = true;
    for (int i = 0; i < 400 && taken && !lazy.isTorn(); i++) {
      taken = lazy.sayIfTaken(Api.write(Map.of("type", "ping", "echo", echo)));
    }
    lazy.read();
    // why either: what the client had sent and nobody read makes TCP forget the close frame
    assertThat(lazy.closedOrTorn()).isIn(SLOW_CONSUMER, AgentSocket.TORN);
  }

  /** One that does not read; null while the node has no room yet. */
  private static AgentSocket opened(String token, String agent) throws Exception {
    AgentSocket socket = AgentSocket.open(token, agent, "", false);
    socket.readOne();
    return socket.isConnected() ? socket : null;
  }

  private void cancel(String task) {
    Reply cancelled =
        admin.method(
            "PATCH", "/api/v1/tasks/" + task, "application/json", "{\"status\":\"cancelled\"}");
    assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(200);
  }

  private Map<?, ?> status(String agent) {
    return (Map<?, ?>) admin.get("/api/v1/agents/" + agent + "/status").json().get("agent");
  }

  private String task(String project) {
    Reply made = admin.post("/api/v1/tasks", Map.of("projectId", project, "name", "build"));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.text("id");
  }

  private String token(String agent, String project) {
    Reply made =
        admin.post(
            "/api/v1/tokens",
            Map.of("role", "agent", "subject", agent, "projects", List.of(project), "ttl", "PT1H"));
    assertThat(made.status()).as(made.toString()).isIn(200, 201);
    return made.text("token");
  }
}
