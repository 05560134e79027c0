package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Wire;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

public abstract class TasksContract {
  private final Api admin = Api.admin();

  @Test
  void anAgentRegistersClaimsReportsAndCompletesAndNobodyElseCanDoItForIt() {
    String mine = Fixtures.project("board", Map.of());
    String theirs = Fixtures.project("board", Map.of());
    String ann = Fixtures.freshId("ann");
    Api agent = login(ann, mine);
    Api other = login(Fixtures.freshId("bob"), theirs);
    String first = task(mine, Map.of("name", "build", "requiredSkills", List.of("java")));
    String second =
        task(mine, Map.of("name", "ship", "priority", "urgent", "dependencies", List.of(first)));

    Reply given = agent.post("/api/v1/tasks/request", Map.of("agent_id", ann));
    assertThat(given.status()).as(given.toString()).isEqualTo(200);
    Map<?, ?> work = (Map<?, ?>) given.json().get("task");
    assertThat(work.get("id")).isEqualTo(first);
    assertThat(work.get("attempt")).isEqualTo(1);
    assertThat(given.json()).containsKey("why");
    Reply again = agent.post("/api/v1/tasks/request", Map.of("agent_id", ann));
    assertThat(again.text("reason")).isEqualTo("continue_current");

    Map<String, Object> half =
        report(ann, first, 1, Map.of("status", "in_progress", "progress", 50));
    problem(other.post("/api/v1/tasks/progress", half), 403, "forbidden");
    problem(admin.with("").post("/api/v1/tasks/progress", half), 401, "unauthorised");
    Api stranger = admin.with(Fixtures.agentToken(mine));
    problem(stranger.post("/api/v1/tasks/progress", half), 403, "forbidden");
    problem(other.get("/api/v1/tasks/" + first), 403, "forbidden");
    problem(other.get("/api/v1/agents/" + ann + "/status"), 404, "no-such-agent");
    problem(
        agent.post("/api/v1/tasks", Map.of("projectId", theirs, "name", "x")), 403, "forbidden");
    problem(agent.post("/api/v1/tasks/" + first + "/take-back", Map.of()), 403, "forbidden");

    Reply progress = agent.post("/api/v1/tasks/progress", half);
    assertThat(progress.status()).as(progress.toString()).isEqualTo(200);
    assertThat(progress.text("cancel")).isEqualTo("false");
    Map<String, Object> stale = report(ann, first, 7, Map.of("status", "completed"));
    problem(agent.post("/api/v1/tasks/progress", stale), 409, "stale-attempt");
    Reply heard = agent.post("/api/v1/tasks/heartbeat", report(ann, first, 1, Map.of()));
    assertThat(heard.status()).isEqualTo(200);
    Reply done =
        agent.post(
            "/api/v1/tasks/progress",
            report(ann, first, 1, Map.of("status", "completed", "evidence", "12 tests pass")));
    assertThat(done.text("status")).isEqualTo("done");

    Reply next = agent.post("/api/v1/tasks/request", Map.of("agent_id", ann));
    assertThat(((Map<?, ?>) next.json().get("task")).get("id")).isEqualTo(second);
    assertThat(admin.get("/api/v1/tasks/" + first + "/history").body())
        .contains("12 tests pass", "refused", "claimed");
    Reply board = agent.get("/api/v1/project/status?project_id=" + mine);
    assertThat(((Map<?, ?>) board.json().get("project")).get("completed")).isEqualTo(1);
    Reply status = agent.get("/api/v1/agents/" + ann + "/status");
    assertThat(((Map<?, ?>) status.json().get("agent")).get("total_completed")).isEqualTo(1);
    assertThat(((Map<?, ?>) status.json().get("current_assignment")).get("task_id"))
        .isEqualTo(second);
  }

  @Test
  void aRequestThatWaitsIsGivenTheTaskThatComes() throws Exception {
    String project = Fixtures.project("board", Map.of());
    String ann = Fixtures.freshId("ann");
    Api agent = login(ann, project);
    Map<String, Object> wish = Map.of("agent_id", ann, "wait", "PT50S");
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(() -> agent.post("/api/v1/tasks/request", wish));
    // why: an agent that is known to wait is one that was not answered for a while
    assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    String task = task(project, Map.of("name", "build"));
    Reply given = waiting.get(45, TimeUnit.SECONDS);
    assertThat(given.status()).as(given.toString()).isEqualTo(200);
    assertThat(((Map<?, ?>) given.json().get("task")).get("id")).isEqualTo(task);
    assertThat(given.text("reason")).isEqualTo("assigned");

    String bob = Fixtures.freshId("bob");
    Reply over =
        login(bob, project)
            .post("/api/v1/tasks/request", Map.of("agent_id", bob, "wait", "PT0.5S"));
    assertThat(over.status()).as(over.toString()).isEqualTo(200);
    assertThat(over.text("reason")).isEqualTo("all_held");
    problem(
        admin.post("/api/v1/tasks/request", Map.of("agent_id", "nobody-here", "wait", "PT5S")),
        404,
        "no-such-agent");
  }

  @Test
  void aRequestWhoseCallerHungUpIsGivenNothing() throws Exception {
    String project = Fixtures.project("board", Map.of());
    String ann = Fixtures.freshId("ann");
    String body = "{\"agent_id\":\"" + ann + "\",\"wait\":\"PT55S\"}";
    String lines = "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    String token = login(ann, project).token();
    long before = waiting();
    try (Socket caller = Wire.connect()) {
      String head = Wire.request("POST", "/api/v1/tasks/request", token, lines);
      caller.getOutputStream().write(Wire.bytes(head + body));
      await().until(() -> waiting() == before + 1);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> waiting() == before);

    String task = task(project, Map.of("name", "build"));
    String bob = Fixtures.freshId("bob");
    Reply given = login(bob, project).post("/api/v1/tasks/request", Map.of("agent_id", bob));
    assertThat(((Map<?, ?>) given.json().get("task")).get("id")).isEqualTo(task);
  }

  private static long waiting() {
    return Fixtures.gauge("berth_task_requests_waiting");
  }

  @Test
  void whatIsWrongIsToldAndChangesNothing() {
    String project = Fixtures.project("board", Map.of());
    Reply circle =
        admin.post(
            "/api/v1/tasks",
            Map.of(
                "projectId",
                project,
                "tasks",
                List.of(
                    Map.of("key", "a", "name", "a", "dependencies", List.of("b")),
                    Map.of("key", "b", "name", "b", "dependencies", List.of("a")))));
    problem(circle, 400, "invalid");
    assertThat(circle.text("detail")).contains("a -> b -> a");
    problem(admin.post("/api/v1/tasks", Map.of("projectId", project, "nam", "a")), 400, "invalid");
    problem(
        admin.post("/api/v1/tasks", Map.of("projectId", "absent-project", "name", "a")),
        404,
        "no-such-project");
    problem(
        admin.post("/api/v1/tasks/request", Map.of("agent_id", "nobody-here")),
        404,
        "no-such-agent");
    problem(admin.get("/api/v1/tasks/" + project + "-99"), 404, "no-such-task");
    problem(
        admin.post("/api/v1/agents/auth", Map.of("agentId", "nobody-here", "secret", "guess")),
        401,
        "unauthorised");
    assertThat(admin.get("/api/v1/tasks?project_id=" + project).json().get("tasks"))
        .isEqualTo(List.of());
  }

  /** Registers an agent and lets it log in with a secret of its own. */
  private Api login(String agent, String project) {
    Map<String, Object> said =
        Map.of(
            "agent_id",
            agent,
            "name",
            "Agent",
            "role",
            "developer",
            "skills",
            List.of("java"),
            "project_id",
            project);
    Reply registered = admin.post("/api/v1/agents/register", said);
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
    Reply secret =
        admin.post("/api/v1/agents/" + agent + "/secret", Map.of("projects", List.of(project)));
    assertThat(secret.status()).as(secret.toString()).isEqualTo(201);
    Reply token =
        admin
            .with("")
            .post("/api/v1/agents/auth", Map.of("agentId", agent, "secret", secret.text("secret")));
    assertThat(token.status()).as(token.toString()).isEqualTo(200);
    Api api = admin.with(token.text("accessToken"));
    assertThat(api.post("/api/v1/agents/register", said).status()).isEqualTo(200);
    assertThat(api.post("/api/v1/agents/connect", Map.of("agent_id", agent)).status())
        .isEqualTo(200);
    return api;
  }

  private String task(String project, Map<String, Object> words) {
    Map<String, Object> body = new java.util.HashMap<>(words);
    body.put("projectId", project);
    Reply made = admin.post("/api/v1/tasks", body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.text("id");
  }

  private static Map<String, Object> report(
      String agent, String task, int attempt, Map<String, Object> more) {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.put("agent_id", agent);
    body.put("task_id", task);
    body.put("attempt", attempt);
    return body;
  }

  private static void problem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.text("type")).isEqualTo("urn:berth:problem:" + type);
  }
}
