package io.berth.lifecycle.claim;

import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A report was taken.
 *
 * @param state where the task is now
 * @param leaseUntil until when the agent may be silent; empty when it holds the task no more
 * @param cancel the task is called off: stop, and say so by releasing it
 * @param handBack its budget is spent: release it with what there is; its lease is not renewed
 * @param repeated this report was taken before
 */
public record Receipt(
    TaskId task,
    TaskState state,
    int attempt,
    Optional<Instant> leaseUntil,
    boolean cancel,
    boolean handBack,
    boolean repeated) {

  Map<String, Object> kept() {
    Map<String, Object> kept = new HashMap<>();
    kept.put("state", state.name());
    kept.put("attempt", attempt);
    leaseUntil.ifPresent(until -> kept.put("leaseUntil", until.toString()));
    kept.put("cancel", cancel);
    kept.put("handBack", handBack);
    return kept;
  }

  static Receipt repeated(TaskId task, Map<String, Object> kept) {
    return new Receipt(
        task,
        TaskState.valueOf((String) kept.get("state")),
        ((Number) kept.get("attempt")).intValue(),
        Optional.ofNullable((String) kept.get("leaseUntil")).map(Instant::parse),
        (Boolean) kept.get("cancel"),
        (Boolean) kept.get("handBack"),
        true);
  }
}
