package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A project is planned with its registration, filled, looked through, and indexed anew, by jobs.
 */
public abstract class UpkeepContract {
  private final Api admin = Api.admin();

  @Test
  void aProjectIsPlannedAnalysedAndIndexedAnewByJobs() {
    String project = Fixtures.freshId("upkeep");
    String path = "/api/v1/projects/" + project;
    Map<String, Object> wish =
        Map.of("id", project, "description", "1. Rotate the signing key\n2. Paint the boat");
    Reply created = admin.post("/api/v1/projects", wish);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    String plan = (String) ((Map<?, ?>) created.json().get("job")).get("id");
    assertThat(done(plan).text("kind")).isEqualTo("create_project");
    Reply again = admin.post("/api/v1/projects", wish);
    assertThat(again.status()).isEqualTo(200);
    assertThat(((Map<?, ?>) again.json().get("job")).get("id")).isEqualTo(plan);
    assertThat(
            admin
                .post("/api/v1/projects", Map.of("id", project, "description", "1. Other"))
                .status())
        .isEqualTo(409);

    Map<String, Object> page =
        Map.of("name", "keys.md", "content", "# Keys\nHow to rotate the signing key each month.");
    done(admin.post(path + "/import", Map.of("documents", List.of(page))).text("id"));

    Api agent = admin.with(Fixtures.agentToken(project));
    assertThat(agent.get(path + "/analysis").status()).isEqualTo(404);
    assertThat(agent.post(path + "/analysis", Map.of()).status()).isEqualTo(403);
    assertThat(agent.post(path + "/reindex", Map.of()).status()).isEqualTo(403);
    Reply found = done(admin.post(path + "/analysis", Map.of()).text("id"));
    Reply last = agent.get(path + "/analysis");
    assertThat(last.json().get("analysis")).isEqualTo(found.json().get("result"));
    Map<?, ?> knowledge = (Map<?, ?>) ((Map<?, ?>) last.json().get("analysis")).get("knowledge");
    assertThat(knowledge.get("documents")).isEqualTo(1);
    assertThat(knowledge.get("indexesSound"))
        .isEqualTo(Map.of("items", true, "file_summaries", true));
    assertThat(knowledge.get("tasksUnknown").toString())
        .contains(project + "-2")
        .doesNotContain(project + "-1,");

    Reply indexed = done(admin.post(path + "/reindex", Map.of()).text("id"));
    assertThat(indexed.json().get("result").toString()).contains("sound=true");
    assertThat(indexed.number("done")).isEqualTo(indexed.number("total"));
    assertThat(admin.post("/api/v1/jobs/" + indexed.text("id") + "/retry", Map.of()).status())
        .isEqualTo(409);
  }

  @Test
  void aPersonFinishesATaskInItsTurn() {
    String project = Fixtures.project("finish", Map.of());
    Map<String, Object> second = Map.of("name", "paint", "dependencies", List.of("a"));
    Map<String, Object> batch =
        Map.of("projectId", project, "tasks", List.of(Map.of("key", "a", "name", "build"), second));
    assertThat(admin.post("/api/v1/tasks", batch).status()).isEqualTo(201);
    String then = "/api/v1/tasks/" + project + "-2";
    Reply early = patch(then, "{\"status\":\"done\"}");
    assertThat(early.status()).as(early.toString()).isEqualTo(409);
    assertThat(patch(then, "{\"status\":\"done\",\"name\":\"x\"}").status()).isEqualTo(400);

    String ann = Fixtures.freshId("ann");
    admin.post("/api/v1/agents/register", Map.of("agent_id", ann, "name", ann, "role", "worker"));
    admin.post("/api/v1/tasks/request", Map.of("agent_id", ann, "project_id", project));
    Reply done = patch("/api/v1/tasks/" + project + "-1", "{\"status\":\"done\"}");
    assertThat(done.status()).as(done.toString()).isEqualTo(200);
    assertThat(done.json()).containsEntry("status", "done").containsEntry("completedBy", ann);
    Map<String, Object> report =
        Map.of("agent_id", ann, "task_id", project + "-1", "attempt", 1, "status", "completed");
    assertThat(admin.post("/api/v1/tasks/progress", report).json()).containsEntry("repeated", true);
    assertThat(patch(then, "{\"status\":\"done\"}").json())
        .containsEntry("status", "done")
        .containsEntry("completedBy", null);
  }

  private Reply patch(String path, String json) {
    return admin.method("PATCH", path, "application/json", json);
  }

  private Reply done(String job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> admin.get("/api/v1/jobs/" + job), r -> r.text("state").equals("DONE"));
  }
}
