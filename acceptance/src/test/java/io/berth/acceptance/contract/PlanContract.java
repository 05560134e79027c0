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

/** A description becomes tasks, and who is stuck with one is told what the board knows. */
public abstract class PlanContract {
  private final Api admin = Api.admin();

  @Test
  void aDescriptionBecomesTasksByAJobAndOnce() {
    String project = Fixtures.project("plan", Map.of());
    Api agent = admin.with(Fixtures.agentToken(project));
    Map<String, Object> wish =
        Map.of("description", "Coupons\n1. store codes\n2. refuse old ones", "requestId", "r1");
    Reply accepted = agent.post("/api/v1/projects/" + project + "/features", wish);
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    String job = accepted.text("id");
    Reply done =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> agent.get("/api/v1/jobs/" + job), r -> r.text("state").equals("DONE"));
    assertThat(done.text("kind")).isEqualTo("add_feature");
    Map<?, ?> result = (Map<?, ?>) done.json().get("result");
    assertThat(result.get("advisor")).isEqualTo("rules");
    assertThat(result.get("tasks"))
        .isEqualTo(List.of(project + "-1", project + "-2", project + "-3"));
    assertThat(agent.get("/api/v1/tasks/" + project + "-2").json().get("dependencies"))
        .isEqualTo(List.of(project + "-1"));
    assertThat(agent.post("/api/v1/projects/" + project + "/features", wish).text("id"))
        .isEqualTo(job);
    assertThat((List<?>) agent.get("/api/v1/jobs?project_id=" + project).json().get("jobs"))
        .hasSize(1);
    assertThat(agent.post("/api/v1/jobs/" + job + "/cancel", Map.of()).status()).isEqualTo(409);
    assertThat(agent.post("/api/v1/jobs/" + job + "/retry", Map.of()).status()).isEqualTo(409);

    Api stranger = admin.with(Fixtures.agentToken(Fixtures.project("plan", Map.of())));
    assertThat(stranger.get("/api/v1/jobs/" + job).status()).isEqualTo(404);
    assertThat(stranger.post("/api/v1/jobs/" + job + "/cancel", Map.of()).status()).isEqualTo(404);
    assertThat(stranger.post("/api/v1/projects/" + project + "/features", wish).status())
        .isEqualTo(403);
    assertThat(
            agent
                .post("/api/v1/projects/" + project + "/features", Map.of("description", " "))
                .status())
        .isEqualTo(400);
  }

  @Test
  void whoIsStuckIsToldWhatTheBoardKnows() {
    String project = Fixtures.project("plan", Map.of());
    String ann = Fixtures.freshId("ann");
    admin.post("/api/v1/agents/register", Map.of("agent_id", ann, "name", ann, "role", "worker"));
    String first =
        task(project, Map.of("name", "cart", "description", "A cart.", "labels", List.of("build")));
    String second = task(project, Map.of("name", "till", "dependencies", List.of(first)));
    Reply given =
        admin.post("/api/v1/tasks/request", Map.of("agent_id", ann, "project_id", project));
    assertThat(given.body()).contains("Done means: it works");
    Reply stuck =
        admin.post(
            "/api/v1/tasks/blocker",
            Map.of(
                "agent_id",
                ann,
                "task_id",
                first,
                "attempt",
                1,
                "blocker_description",
                "it needs the result of " + second + " first"));
    assertThat(stuck.status()).as(stuck.toString()).isEqualTo(200);
    Map<?, ?> suggestions = (Map<?, ?>) stuck.json().get("suggestions");
    assertThat(suggestions.get("advisor")).isEqualTo("rules");
    assertThat(suggestions.get("kind")).isEqualTo("dependency");
    assertThat(suggestions.get("impact_assessment")).asString().contains(second, "till");
    assertThat(suggestions.get("resolution_steps")).asString().contains(second, "is not begun");
    assertThat(stuck.json()).containsEntry("advice_job", null);
  }

  private String task(String project, Map<String, Object> words) {
    Map<String, Object> body = new java.util.HashMap<>(words);
    body.put("projectId", project);
    Reply made = admin.post("/api/v1/tasks", body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.text("id");
  }
}
