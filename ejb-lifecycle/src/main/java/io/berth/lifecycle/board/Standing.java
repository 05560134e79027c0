package io.berth.lifecycle.board;

import io.berth.lifecycle.task.TaskState;
import java.util.Collection;
import java.util.Map;

/** How a board stands. What is called off is not counted. */
public record Standing(long total, long backlog, long inProgress, long completed, long blocked) {
  /** That of these cards. Pure. */
  public static Standing of(Collection<Card> cards) {
    long[] counts = new long[TaskState.values().length];
    cards.forEach(card -> counts[card.column().ordinal()]++);
    return of(state -> counts[state.ordinal()]);
  }

  /** That of these counts. Pure. */
  public static Standing of(Map<TaskState, Long> counts) {
    return of(state -> counts.getOrDefault(state, 0L));
  }

  private static Standing of(java.util.function.ToLongFunction<TaskState> count) {
    long backlog = 0;
    long working = 0;
    long done = count.applyAsLong(TaskState.DONE);
    long blocked = count.applyAsLong(TaskState.BLOCKED);
    long failed = count.applyAsLong(TaskState.FAILED);
    for (TaskState state : TaskState.values()) {
      if (state.open()) {
        backlog += count.applyAsLong(state);
      } else if (state.held() && state != TaskState.BLOCKED) {
        working += count.applyAsLong(state);
      }
    }
    return new Standing(
        backlog + working + done + blocked + failed, backlog, working, done, blocked);
  }
}
