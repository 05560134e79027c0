package io.berth.lifecycle.task;

import io.berth.lifecycle.agent.AgentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as PostgreSQL has it.
 *
 * @param openDependencies how many of its dependencies and parts are not done
 * @param readyAt since when it waits for nothing but an agent
 * @param attempt the number of its last claim, 0 if there was none
 * @param tries claims since an operator last opened it
 * @param holder who holds it
 * @param leaseUntil until when its holder may be silent
 * @param spentTokens of all attempts so far
 * @param spentTime of all attempts that are over
 * @param reservedFor who alone is offered it, for a time
 * @param handedBack what the last holder left for the next one
 */
public record Task(
    TaskId id,
    TaskState state,
    TaskWords words,
    Optional<TaskId> parent,
    List<TaskId> dependencies,
    List<TaskId> subtasks,
    int openDependencies,
    Instant readyAt,
    int progress,
    int attempt,
    int tries,
    Optional<AgentId> holder,
    Optional<Instant> leaseUntil,
    long spentTokens,
    Duration spentTime,
    Optional<AgentId> reservedFor,
    String handedBack,
    Optional<AgentId> completedBy,
    String actor,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> endedAt) {
  public Task {
    dependencies = List.copyOf(dependencies);
    subtasks = List.copyOf(subtasks);
  }

  /** Whether an agent may take it, as far as the task itself is concerned. */
  public boolean ready() {
    return state == TaskState.TODO && openDependencies == 0;
  }
}
