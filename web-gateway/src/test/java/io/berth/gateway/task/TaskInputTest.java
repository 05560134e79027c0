package io.berth.gateway.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.gateway.json.JsonText;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskInputTest {
  @Test
  void aSingleTaskAndABatchAreRead() {
    TaskInput.Batch single =
        TaskInput.batch(
            json(
                """
                {"projectId":"alpha","name":"a","priority":"high","estimatedHours":1.5,
                 "dueAt":"2026-03-01T12:00:00Z","lease":"PT1M","budgetTokens":1000,"files":["a.txt"]}
                """));
    assertThat(single.single()).isTrue();
    TaskWords words = single.tasks().get(0).words();
    assertThat(words.priority()).isEqualTo(Priority.HIGH);
    assertThat(words.estimatedHours()).hasValue(1.5);
    assertThat(words.lease().working()).isEqualTo(Duration.ofMinutes(1));
    assertThat(words.maxAttempts()).isEqualTo(TaskWords.MAX_ATTEMPTS);
    TaskInput.Batch batch =
        TaskInput.batch(
            json(
                """
                {"projectId":"alpha","requestId":"r","tasks":[{"key":"a","name":"a"},
                 {"name":"b","dependencies":["a"],"parked":true}]}
                """));
    assertThat(batch.single()).isFalse();
    assertThat(batch.request()).contains("r");
    assertThat(batch.tasks().get(1).dependencies()).containsExactly("a");
    assertThat(batch.tasks().get(1).parked()).isTrue();
  }

  @Test
  void aPatchChangesOnlyWhatItNamesAndNullTakesAway() {
    TaskWords before =
        TaskInput.batch(
                json(
                    """
                    {"projectId":"alpha","name":"a","dueAt":"2026-03-01T12:00:00Z",
                     "budgetTokens":1000,"labels":["ui"]}
                    """))
            .tasks()
            .get(0)
            .words();
    TaskPatch patch = TaskInput.patch(json("{\"dueAt\":null,\"labels\":[],\"status\":\"parked\"}"));
    TaskWords after = patch.words().apply(before);
    assertThat(after.dueAt()).isEmpty();
    assertThat(after.labels()).isEmpty();
    assertThat(after.name()).isEqualTo("a");
    assertThat(after.budget().tokens()).hasValue(1000);
    assertThat(patch.state()).contains(TaskState.PARKED);
    assertThat(patch.dependencies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"projectId\":\"alpha\"}",
        "{\"projectId\":\"alpha\",\"name\":1}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"priority\":\"most\"}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"dueAt\":\"tomorrow\"}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"lease\":\"5m\"}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"maxAttempts\":0}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"estimatedHours\":\"2\"}",
        "{\"projectId\":\"alpha\",\"name\":\"a\",\"prioritty\":\"low\"}",
        "{\"projectId\":\"alpha\",\"tasks\":[{\"name\":\"a\",\"projectId\":\"beta\"}]}",
        "{\"projectId\":\"alpha\",\"name\":\"b\",\"tasks\":[]}"
      })
  void whatIsNoTaskIsRefused(String text) {
    assertThat(status(() -> TaskInput.batch(json(text)))).isEqualTo(400);
  }

  private static int status(Runnable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call::run);
    return refused == null ? 0 : refused.problem().status();
  }

  private static JsonObject json(String text) {
    try {
      return JsonText.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
