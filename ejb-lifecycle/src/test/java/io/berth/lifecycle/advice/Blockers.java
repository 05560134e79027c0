package io.berth.lifecycle.advice;

import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tasks whose holders are stuck, for tests. */
final class Blockers {
  private Blockers() {}

  static Blockage of(String description, Surroundings around) {
    return of(description, "medium", around);
  }

  static Blockage of(String description, String severity, Surroundings around) {
    return new Blockage(task(), "ann", description, severity, List.of("turned it off"), around);
  }

  private static Task task() {
    return new Task(
        TaskId.of("alpha-7"),
        TaskState.BLOCKED,
        TaskWords.UNSAID,
        Optional.empty(),
        List.of(),
        List.of(),
        0,
        Instant.EPOCH,
        0,
        1,
        1,
        Optional.empty(),
        Optional.empty(),
        0,
        Duration.ZERO,
        Optional.empty(),
        "",
        Optional.empty(),
        "test",
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty());
  }
}
