package io.berth.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.task.TaskId;

/** Query parameters and cursors: the value that was written, or a problem that names it. */
class QueriesFuzzTest {
  @FuzzTest
  void aParameterIsReadOrRefused(byte[] data) {
    String text = new String(data, UTF_8);
    try {
      long number = Queries.number("limit", text, 1, 1_000, 7);
      assertThat(text.isEmpty() ? 7 : Long.parseLong(text)).isEqualTo(number);
    } catch (ProblemException refused) {
      assertThat(refused.problem().detail()).contains("limit");
    }
    try {
      Queries.flag("all", text, true);
    } catch (ProblemException refused) {
      assertThat(refused.problem().detail()).contains("all");
    }
    try {
      TaskId task = TaskId.of(text);
      assertThat(task.toString()).isEqualTo(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).contains(TaskId.RULE);
    }
  }
}
