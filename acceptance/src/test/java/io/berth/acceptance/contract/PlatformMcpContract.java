package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.PlatformMcp;
import io.berth.acceptance.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

public abstract class PlatformMcpContract {
  private final Api admin = Api.admin();

  @Test
  void anAgentWithAForeignClientDoesAllItsWorkByTools() {
    String project = Fixtures.project("mcp", Map.of());
    String ann = Fixtures.freshId("ann");
    try (McpSyncClient client = PlatformMcp.legacy(token(ann, project))) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("berth");
      assertThat(PlatformMcp.ask(client, "ping", Map.of("echo", "hello")))
          .containsEntry("echo", "hello")
          .containsEntry("status", "online");
      assertThat(
              PlatformMcp.ask(
                  client,
                  "register_agent",
                  Map.of("agent_id", ann, "name", "Ann", "role", "developer")))
          .containsEntry("agent_id", ann);
      Map<String, Object> me = Map.of("agent_id", ann);
      McpSchema.CallToolResult none =
          client.callTool(new McpSchema.CallToolRequest("request_next_task", me));
      assertThat(none.toString()).contains("No suitable tasks available at this time");
      String task = task(project);
      Map<?, ?> given = (Map<?, ?>) PlatformMcp.ask(client, "request_next_task", me).get("task");
      assertThat(given.get("id")).isEqualTo(task);
      assertThat(given.get("attempt")).isEqualTo(1);

      Map<String, Object> half = report(ann, task, Map.of("status", "in_progress", "progress", 50));
      assertThat(PlatformMcp.ask(client, "report_task_progress", half)).containsEntry("attempt", 1);
      Map<String, Object> stuck = report(ann, task, Map.of("blocker_description", "no key"));
      assertThat(PlatformMcp.ask(client, "report_blocker", stuck))
          .containsEntry("status", "blocked")
          .containsKey("suggestions");
      assertThat(PlatformMcp.ask(client, "send_heartbeat", report(ann, task, Map.of())))
          .containsEntry("cancel", false);
      Map<String, Object> status = PlatformMcp.ask(client, "get_agent_status", me);
      assertThat(((Map<?, ?>) status.get("current_assignment")).get("task_id")).isEqualTo(task);
      assertThat(PlatformMcp.ask(client, "list_registered_agents", Map.of()).get("agents"))
          .asString()
          .contains(ann, "working");
      Map<String, Object> health = PlatformMcp.ask(client, "check_assignment_health", Map.of());
      assertThat(((Map<?, ?>) health.get("metrics")).get("persisted_assignments")).isEqualTo(1);
      assertThat(health.get("assignments")).asString().contains(task, ann);

      assertThat(
              PlatformMcp.refused(
                  client,
                  "report_task_progress",
                  report(ann, task, Map.of("status", "completed", "attempt", 7))))
          .containsEntry("type", "urn:berth:problem:stale-attempt")
          .containsEntry("status", 409);
      assertThat(
              PlatformMcp.ask(
                  client,
                  "report_task_progress",
                  report(ann, task, Map.of("status", "completed", "evidence", "tests pass"))))
          .containsEntry("status", "done");
      Map<String, Object> board = PlatformMcp.ask(client, "get_project_status", Map.of());
      assertThat((Map<?, ?>) board.get("project")).extracting("completed").isEqualTo(1);
    }
  }

  @Test
  void anOperatorMakesProjectsAndFeaturesAndRunsProcessesInTheModernEra() {
    Reply found = admin.send(PlatformMcp.modern(admin, "server/discover", Map.of()));
    assertThat(found.body()).contains("2026-07-28", "2025-11-25", "\"name\":\"berth\"");
    String id = Fixtures.freshId("shop");
    Map<String, Object> made =
        PlatformMcp.ask(
            admin,
            "create_project",
            Map.of(
                "project_name",
                id,
                "description",
                "A shop\n1. a cart\n2. a till",
                "options",
                Map.of("team_size", 2, "tech_stack", List.of("java"))));
    assertThat(made).containsEntry("project_id", id).containsEntry("tasks_created", 3);
    assertThat(made).containsEntry("confidence", null).containsKey("estimated_days");
    Map<String, Object> added =
        PlatformMcp.ask(
            admin,
            "add_feature",
            Map.of(
                "project_id",
                id,
                "feature_description",
                "Coupons at " + id + "-2",
                "request_id",
                id));
    assertThat(added.get("integration_points")).isEqualTo(List.of(id + "-2"));
    Reply board = admin.get("/api/v1/tasks?project_id=" + id);
    assertThat((List<?>) board.json().get("tasks")).hasSize(4);
    assertThat(PlatformMcp.ask(admin, "list_projects", Map.of("q", id)).get("projects"))
        .asString()
        .contains(id, "STOPPED");
    Map<String, Object> named = Map.of("project_id", id);
    assertThat(process(PlatformMcp.ask(admin, "start_project", named))).isEqualTo("READY");
    assertThat(process(PlatformMcp.ask(admin, "project_process", named))).isEqualTo("READY");
    assertThat(process(PlatformMcp.ask(admin, "stop_project", named))).isEqualTo("STOPPED");
  }

  @Test
  void whatIsWrongOrForeignIsRefusedAndSaysWhy() {
    String mine = Fixtures.project("mcp", Map.of());
    String theirs = Fixtures.project("mcp", Map.of());
    String bob = Fixtures.freshId("bob");
    Api agent = admin.with(token(bob, mine));
    refused(agent, "get_project_status", Map.of("project_id", theirs), "forbidden");
    refused(agent, "start_project", Map.of("project_id", mine), "forbidden");
    refused(agent, "create_project", Map.of("project_name", "x", "description", "y"), "forbidden");
    refused(agent, "request_next_task", Map.of("agent_id", "somebody"), "forbidden");
    refused(agent, "get_agent_status", Map.of("agent_id", "nobody-here"), "no-such-agent");
    refused(agent, "request_next_task", Map.of("agent_id", bob, "wait", "PT10M"), "invalid");
    refused(admin, "project_process", Map.of("project_id", "absent-one"), "no-such-project");
    String task = task(mine);
    refused(
        admin,
        "report_task_progress",
        report(bob, task, Map.of("status", "in_progress")),
        "conflict");
    Map<String, Object> wrong =
        PlatformMcp.refusal(
            PlatformMcp.tool(
                agent,
                "report_task_progress",
                Map.of("agent_id", bob, "progress", "half", "x", 1)));
    assertThat(wrong.get("error"))
        .asString()
        .contains(
            "task_id is required",
            "status is required",
            "progress must be a whole number",
            "x is not an argument");
    Reply unknown = PlatformMcp.tool(agent, "no_such_tool", Map.of());
    assertThat(unknown.body()).contains("-32602", "Unknown tool: no_such_tool");
    Reply mismatch =
        agent.send(
            PlatformMcp.modern(agent, "tools/list", Map.of()).setHeader("Mcp-Method", "ping"));
    assertThat(mismatch.status()).isEqualTo(400);
    assertThat(mismatch.body()).contains("-32020");
  }

  @Test
  void theDoorOfTheEndpointIsThatOfAProjectsOne() {
    Reply stranger = PlatformMcp.tool(admin.with(""), "ping", Map.of());
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stranger.header("WWW-Authenticate"))
        .contains("resource_metadata=", "/.well-known/oauth-protected-resource/mcp");
    Reply metadata = admin.with("").get("/.well-known/oauth-protected-resource/mcp");
    assertThat(metadata.text("resource")).endsWith("/mcp");
    Reply foreign =
        admin.send(
            PlatformMcp.modern(admin, "tools/list", Map.of())
                .header("Origin", "https://evil.example"));
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(admin.get("/mcp").status()).isEqualTo(405);
    assertThat(admin.delete("/mcp").status()).isEqualTo(405);
    assertThat(admin.post("/mcp", "{\"jsonrpc\":").body()).contains("-32700");
    assertThat(admin.method("POST", "/mcp", "text/plain", "{}").status()).isEqualTo(415);
  }

  @Test
  void aRequestThatWaitsIsGivenTheTaskThatComes() throws Exception {
    String project = Fixtures.project("mcp", Map.of());
    String cid = Fixtures.freshId("cid");
    Api agent = admin.with(token(cid, project));
    CompletableFuture<Reply> waiting =
        agent.sendAsync(
            PlatformMcp.modern(
                agent,
                "tools/call",
                Map.of(
                    "name",
                    "request_next_task",
                    "arguments",
                    Map.of("agent_id", cid, "wait", "PT50S"))));
    // why: an agent that is known to wait is one that was not answered for a while
    assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    String task = task(project);
    assertThat(waiting.get(60, TimeUnit.SECONDS).body()).contains(task, "\"isError\":false");
  }

  @Test
  void aRequestWhoseCallerHungUpIsGivenNothingInEitherEra() throws Exception {
    String project = Fixtures.project("mcp", Map.of());
    for (boolean modern : List.of(false, true)) {
      String ann = Fixtures.freshId("ann");
      Api gone = admin.with(token(ann, project));
      long before = Fixtures.gauge("berth_task_requests_waiting");
      try (Socket caller = Wire.connect()) {
        Map<String, Object> wish = Map.of("agent_id", ann, "wait", "PT55S");
        String call = PlatformMcp.onTheWire(gone, "request_next_task", wish, modern);
        caller.getOutputStream().write(Wire.bytes(call));
        await().until(() -> Fixtures.gauge("berth_task_requests_waiting") == before + 1);
      }
      await().until(() -> Fixtures.gauge("berth_task_requests_waiting") == before);

      String task = task(project);
      String bob = Fixtures.freshId("bob");
      Map<String, Object> given =
          PlatformMcp.ask(
              admin.with(token(bob, project)), "request_next_task", Map.of("agent_id", bob));
      assertThat((Map<?, ?>) given.get("task"))
          .extracting("id", "attempt")
          .containsExactly(task, 1);
      Map<String, Object> nothing =
          PlatformMcp.ask(gone, "get_agent_status", Map.of("agent_id", ann));
      assertThat(nothing.get("current_assignment")).isNull();
      assertThat(admin.get("/api/v1/tasks/" + task + "/history").body()).doesNotContain(ann);
    }
  }

  /** The originals' benchmark called names that their server did not have. */
  @Test
  void defect15EveryNameThatIsDocumentedIsServedAndNoOther() throws IOException {
    String docs = Files.readString(Path.of(System.getProperty("berth.root"), "docs", "api.md"));
    List<String> documented =
        Pattern.compile("(?m)^\\| tool `(\\w+)`")
            .matcher(docs)
            .results()
            .map(found -> found.group(1))
            .toList();
    Reply list = admin.send(PlatformMcp.modern(admin, "tools/list", Map.of()));
    List<?> tools = (List<?>) ((Map<?, ?>) list.json().get("result")).get("tools");
    List<String> served =
        tools.stream().map(tool -> String.valueOf(((Map<?, ?>) tool).get("name"))).toList();
    assertThat(documented).hasSizeGreaterThanOrEqualTo(15);
    assertThat(served).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static void refused(Api api, String tool, Map<String, Object> arguments, String problem) {
    Reply reply = PlatformMcp.tool(api, tool, arguments);
    assertThat(PlatformMcp.refusal(reply))
        .as(tool)
        .containsEntry("type", "urn:berth:problem:" + problem);
  }

  private static String process(Map<String, Object> answer) {
    return String.valueOf(((Map<?, ?>) answer.get("process")).get("state"));
  }

  private String token(String agent, String project) {
    Reply registered =
        admin.post(
            "/api/v1/agents/register", Map.of("agent_id", agent, "name", agent, "role", "tester"));
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
    Reply secret =
        admin.post("/api/v1/agents/" + agent + "/secret", Map.of("projects", List.of(project)));
    Reply token =
        admin
            .with("")
            .post("/api/v1/agents/auth", Map.of("agentId", agent, "secret", secret.text("secret")));
    assertThat(token.status()).as(token.toString()).isEqualTo(200);
    return token.text("accessToken");
  }

  private String task(String project) {
    Reply made = admin.post("/api/v1/tasks", Map.of("projectId", project, "name", "build"));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.text("id");
  }

  private static Map<String, Object> report(String agent, String task, Map<String, Object> more) {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.put("agent_id", agent);
    body.put("task_id", task);
    return body;
  }
}
