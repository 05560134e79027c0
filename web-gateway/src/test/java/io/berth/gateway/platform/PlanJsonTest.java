package io.berth.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.job.Job;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a plan that a job draws is told to a model. */
class PlanJsonTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @Test
  void aPlanUnderWayNamesItsJobAndTheNumberToAskAgainWith() {
    JsonObject told = PlanJson.job(ALPHA, job(Job.State.RUNNING, Map.of()), "r1").build();
    assertThat(told.getBoolean("success")).isTrue();
    assertThat(told.getInt("tasks_created")).isZero();
    assertThat(told.getString("job_id")).isEqualTo("j");
    assertThat(told.getString("request_id")).isEqualTo("r1");
    assertThat(told.isNull("planned_by")).isTrue();
  }

  @Test
  void aPlanThatIsMadeNamesItsTasksAndWhoseItIs() {
    Map<String, Object> result =
        Map.of("tasks", List.of("alpha-1", "alpha-2"), "advisor", "model", "reason", "answered");
    JsonObject told = PlanJson.job(ALPHA, job(Job.State.DONE, result), "r1").build();
    assertThat(told.getInt("tasks_created")).isEqualTo(2);
    assertThat(told.getString("planned_by")).isEqualTo("model");
    assertThat(told.getJsonArray("task_ids")).hasSize(2);
  }

  @Test
  void aPlanThatFailedIsNoSuccess() {
    JsonObject told = PlanJson.job(ALPHA, job(Job.State.FAILED, Map.of()), "r1").build();
    assertThat(told.getBoolean("success")).isFalse();
    assertThat(told.getString("message")).isEqualTo("says why");
  }

  private static Job job(Job.State state, Map<String, Object> result) {
    return new Job(
        "j",
        "add_feature",
        ALPHA,
        state,
        0,
        2,
        "says why",
        "ann",
        Instant.EPOCH,
        Optional.empty(),
        result);
  }
}
