package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import java.util.List;
import java.util.Optional;

/** The board: what is to be done. Acknowledged means durable. Blocks on the database. */
public interface Tasks {
  /** Which tasks of a list are wanted; empty means all. */
  record Wanted(
      Optional<List<ProjectId>> projects,
      Optional<TaskState> state,
      Optional<String> label,
      Optional<AgentId> holder,
      Optional<TaskId> after,
      int limit) {}

  /** How a project's board stands. */
  record Board(
      ProjectId project,
      java.util.Map<TaskState, Long> byState,
      long ready,
      long overdue,
      long workers,
      long active) {
    /** All that are not called off. */
    public long total() {
      return byState.values().stream().mapToLong(Long::longValue).sum()
          - byState.getOrDefault(TaskState.CANCELLED, 0L);
    }
  }

  /**
   * Makes all of these tasks or none.
   *
   * @param request a number of the caller's: the same again makes nothing and answers the same
   * @throws KmException INVALID (a rule, an unknown dependency, a circle, which is named),
   *     NO_SUCH_PROJECT, CONFLICT
   */
  List<Task> create(ProjectId project, List<NewTask> tasks, Optional<String> request, String actor)
      throws KmException;

  /**
   * One task.
   *
   * @throws KmException NO_SUCH_TASK
   */
  Task get(TaskId id) throws KmException;

  /** Tasks in the order of project and number. */
  List<Task> list(Wanted wanted) throws KmException;

  /**
   * Changes a task.
   *
   * @throws KmException NO_SUCH_TASK, INVALID, CONFLICT if it cannot from where it is
   */
  Task patch(TaskId id, TaskPatch patch, String actor) throws KmException;

  /** Adds a line of text to its history. */
  default void comment(TaskId id, String text, String actor) throws KmException {
    comment(id, text, Optional.empty(), actor);
  }

  /**
   * Adds a line of text to its history.
   *
   * @param request a number of the caller's: the same again adds nothing
   * @throws KmException NO_SUCH_TASK, INVALID, CONFLICT if the number was used for something else
   */
  void comment(TaskId id, String text, Optional<String> request, String actor) throws KmException;

  /** Its history after this line, oldest first. */
  List<TaskEvent> history(TaskId id, long after, int limit) throws KmException;

  /**
   * How a project stands.
   *
   * @throws KmException NO_SUCH_PROJECT
   */
  Board board(ProjectId project) throws KmException;
}
