package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public abstract class ProjectsContract {
  private final Api admin = Api.admin();

  @Test
  void registersAProjectOnce() {
    String id = Fixtures.freshId("reg");
    Map<String, Object> body = Map.of("id", id, "name", "Registered");
    Reply first = admin.post("/api/v1/projects", body);
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    assertThat(first.header("Location")).endsWith("/api/v1/projects/" + id);
    assertThat(admin.post("/api/v1/projects", body).status()).isEqualTo(200);
    Reply other = admin.post("/api/v1/projects", Map.of("id", id, "name", "Another"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("type")).isEqualTo("urn:berth:problem:conflict");
    assertThat(other.text("detail")).contains(id);
  }

  @Test
  void showsChangesAndRemovesAProject() {
    String id = Fixtures.project("crud", Map.of("idleTimeout", "PT2H"));
    Reply shown = admin.get("/api/v1/projects/" + id);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().get("settings")).isEqualTo(Map.of("idleTimeout", "PT2H"));
    Reply patched =
        admin.method(
            "PATCH",
            "/api/v1/projects/" + id,
            "application/json",
            "{\"name\":\"New\",\"settings\":{\"idleTimeout\":\"PT3H\"}}");
    assertThat(patched.status()).as(patched.toString()).isEqualTo(200);
    assertThat(patched.text("name")).isEqualTo("New");
    assertThat(admin.delete("/api/v1/projects/" + id).status()).isIn(200, 204);
    Reply gone = admin.get("/api/v1/projects/" + id);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.text("type")).isEqualTo("urn:berth:problem:no-such-project");
  }

  @Test
  void aListWithSlotsSaysOfEachWhatItsProcessDoes() {
    String awake = Fixtures.project("slot", Map.of());
    String asleep = Fixtures.project("slot", Map.of());
    assertThat(admin.post("/api/v1/projects/" + awake + "/start", "{}").status()).isEqualTo(200);
    Map<?, ?> slot = slots(awake).get(awake);
    assertThat(slot.get("state")).isEqualTo("READY");
    assertThat(slot.get("pid")).isEqualTo(Fixtures.process(awake).get("pid"));
    assertThat(slot.keySet()).isEqualTo(Fixtures.process(awake).keySet());
    assertThat(slots(asleep).get(asleep).get("state")).isEqualTo("STOPPED");
    assertThat(admin.get("/api/v1/projects?q=" + awake).body()).doesNotContain("\"slot\"");
    assertThat(admin.get("/api/v1/projects?slot=perhaps").status()).isEqualTo(400);
  }

  private Map<String, Map<?, ?>> slots(String words) {
    Reply page = admin.get("/api/v1/projects?slot=true&q=" + words);
    assertThat(page.status()).as(page.toString()).isEqualTo(200);
    Map<String, Map<?, ?>> slots = new HashMap<>();
    for (Object project : (List<?>) page.json().get("projects")) {
      Map<?, ?> row = (Map<?, ?>) project;
      slots.put(String.valueOf(row.get("id")), (Map<?, ?>) row.get("slot"));
    }
    return slots;
  }

  @Test
  void removingAProjectEndsItsProcessAndKeepsItsDataUnlessTold() {
    String id = Fixtures.project("rm", Map.of());
    assertThat(admin.post("/api/v1/projects/" + id + "/start", "{}").status()).isEqualTo(200);
    long pid = Fixtures.pid(id);
    assertThat(admin.delete("/api/v1/projects/" + id).status()).isIn(200, 204);
    assertThat(Fixtures.processesOf(id)).isEmpty();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(io.berth.acceptance.BerthUnderTest.current().dataFolder().resolve("projects/" + id))
        .exists();
  }

  @Test
  void everyStartAndStopIsInTheEventsWithItsReason() {
    String id = Fixtures.project("audit", Map.of());
    admin.post("/api/v1/projects/" + id + "/start", "{}");
    admin.post("/api/v1/projects/" + id + "/stop", "{}");
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(admin.get("/api/v1/projects/" + id + "/events").body())
                    .contains("process.ready")
                    .contains("process.stopped")
                    .contains("operator"));
  }

  @Test
  void theOverviewCounts() {
    Reply system = admin.get("/api/v1/system");
    assertThat(system.status()).isEqualTo(200);
    assertThat(system.number("projects")).isPositive();
  }
}
