package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public abstract class OperatorContract {
  private final Api admin = Api.admin();

  @Test
  void healthIsOpenAndUp() {
    for (String probe : List.of("/health/live", "/health/ready", "/health/started", "/health")) {
      Reply reply = admin.with("").get(probe);
      assertThat(reply.status()).as(probe + " " + reply).isEqualTo(200);
      assertThat(reply.text("status")).isEqualTo("UP");
    }
  }

  @Test
  void metricsCarryTheNamesOfTheContract() {
    String id = Fixtures.project("metric", Map.of());
    admin.get("/projects/" + id + "/km/health");
    Reply metrics = admin.get("/metrics");
    assertThat(metrics.status()).as(metrics.toString()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("berth_processes")
        .contains("berth_process_start_seconds")
        .contains("berth_ports_used")
        .contains("berth_requests_total")
        .contains("berth_task_assignments_total")
        .contains("berth_task_claim_seconds")
        .contains("pm_agent_task_assignments")
        .contains("berth_cache_requests_total");
  }

  @Test
  void openApiDescribesTheManagementApi() {
    Reply openapi =
        admin.send(admin.request("/openapi").header("Accept", "application/json").GET());
    assertThat(openapi.status()).as(openapi.toString()).isEqualTo(200);
    assertThat(openapi.body()).contains("/projects/{id}").contains("/runtimes").contains("/system");
  }

  @Test
  void logsPortsAndNodesAreShown() {
    String id = Fixtures.project("look", Map.of());
    admin.post("/api/v1/projects/" + id + "/start", "{}");
    Reply logs = admin.get("/api/v1/projects/" + id + "/logs?tail=50");
    assertThat(logs.status()).as(logs.toString()).isEqualTo(200);
    assertThat(logs.body()).contains("READY");
    assertThat(admin.get("/api/v1/ports").body()).contains(id);
    assertThat(admin.get("/api/v1/nodes").status()).isEqualTo(200);
  }

  @Test
  void alertsAndHistoryAreShownAndBadQuestionsAreToldTheRule() {
    assertThat(admin.get("/api/v1/system").json().get("alerts")).isInstanceOf(List.class);
    String id = Fixtures.project("past", Map.of());
    for (String path : List.of("/api/v1/system/history", "/api/v1/projects/" + id + "/history")) {
      Reply past = admin.get(path + "?since=PT1H&step=PT5M");
      assertThat(past.status()).as(past.toString()).isEqualTo(200);
      assertThat(past.text("step")).isEqualTo("PT5M");
      assertThat(past.json().get("points")).isInstanceOf(List.class);
      assertThat(admin.get(path + "?step=PT1S").status()).isEqualTo(400);
      assertThat(admin.get(path + "?since=tomorrow").status()).isEqualTo(400);
    }
    assertThat(admin.get("/api/v1/projects/nobody/history").status()).isEqualTo(404);
    Api agent = admin.with(Fixtures.agentToken(id));
    assertThat(agent.get("/api/v1/projects/" + id + "/history").status()).isEqualTo(200);
    assertThat(agent.get("/api/v1/system/history").status()).isEqualTo(403);
  }

  @Test
  void runtimesAreGuardedWhileInUse() {
    String runtime = Fixtures.fakeRuntime("serve");
    Fixtures.project("user", runtime, Map.of());
    Reply refused = admin.delete("/api/v1/runtimes/" + runtime);
    assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
    assertThat(admin.delete("/api/v1/runtimes/built-in").status()).isEqualTo(409);
  }

  @Test
  void anUnknownRouteIsAProblemAndNoPage() {
    Reply reply = admin.get("/api/v1/no-such-route");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.body()).doesNotContain("<html").doesNotContain("Payara");
  }
}
