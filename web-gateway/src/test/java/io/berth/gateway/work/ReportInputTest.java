package io.berth.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.TaskState;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportInputTest {
  private static final Caller ANN = caller(Role.AGENT, "ann");
  private static final Caller OPERATOR = caller(Role.OPERATOR, "op");
  private static final String BEAT = "{\"agent_id\":\"ann\",\"task_id\":\"alpha-7\"}";

  @Test
  void aReportIsReadInTheNamesOfTheOriginals() {
    Report report =
        ReportInput.progress(
            json(
                """
                {"agent_id":"ann","task_id":"alpha-7","attempt":3,"status":"completed","progress":100,
                 "message":"m","evidence":"e","tokens":12,"request_id":"r"}
                """),
            ANN,
            BoundAttempts.NONE);
    assertThat(report.task().toString()).isEqualTo("alpha-7");
    assertThat(report.attempt()).hasValue(3);
    assertThat(((Report.Progress) report.body()).state()).isEqualTo(TaskState.DONE);
    Report blocker =
        ReportInput.blocker(
            json("{\"agent_id\":\"ann\",\"task_id\":\"alpha-7\",\"blocker_description\":\"x\"}"),
            ANN,
            BoundAttempts.NONE);
    assertThat(((Report.Blocker) blocker.body()).severity()).isEqualTo("medium");
    assertThat(blocker.attempt()).isEmpty();
  }

  @Test
  void whoReportsForAnotherOrOnAnotherProjectIsRefused() {
    assertThat(heartbeat("bob", "alpha-7")).isEqualTo(403);
    assertThat(heartbeat("ann", "beta-7")).isEqualTo(403);
    assertThat(heartbeat("ann", "nonsense")).isEqualTo(400);
    assertThat(heartbeat("ann", "alpha-7")).isZero();
    assertThat(
            status(
                () ->
                    ReportInput.progress(
                        json("{\"agent_id\":\"ann\",\"task_id\":\"alpha-7\",\"status\":\"todo\"}"),
                        ANN,
                        BoundAttempts.NONE)))
        .isEqualTo(400);
  }

  @Test
  void whoNamesNoAttemptIsGivenThatOfItsConnectionOrCredential() {
    BoundAttempts handedOut = task -> OptionalInt.of(4);
    assertThat(ReportInput.heartbeat(json(BEAT), ANN, handedOut).attempt()).hasValue(4);
    assertThat(ReportInput.heartbeat(json(BEAT), OPERATOR, handedOut).attempt()).hasValue(4);
    assertThat(ReportInput.heartbeat(json(BEAT), ANN, BoundAttempts.NONE).attempt()).isEmpty();
    assertThat(status(() -> ReportInput.heartbeat(json(BEAT), OPERATOR, BoundAttempts.NONE)))
        .as("in the name of an agent, without its credential")
        .isEqualTo(409);
    JsonObject named = json(BEAT.replace("}", ",\"attempt\":2}"));
    assertThat(ReportInput.heartbeat(named, OPERATOR, handedOut).attempt()).hasValue(2);
  }

  private static int heartbeat(String agent, String task) {
    return status(
        () ->
            ReportInput.heartbeat(
                json("{\"agent_id\":\"" + agent + "\",\"task_id\":\"" + task + "\"}"),
                ANN,
                BoundAttempts.NONE));
  }

  private static int status(Runnable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call::run);
    return refused == null ? 0 : refused.problem().status();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static Caller caller(Role role, String subject) {
    return new Caller(subject, Set.of(role), Grants.of(List.of("alpha")), Instant.MAX);
  }
}
