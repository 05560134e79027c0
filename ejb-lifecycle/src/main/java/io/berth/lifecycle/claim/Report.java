package io.berth.lifecycle.claim;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the holder of a task reports.
 *
 * @param attempt the number of its claim; empty for callers that know of none: then the claim that
 *     this agent has now
 * @param request the agent's number of this report, if it gives one: the same again is answered,
 *     not done
 * @param tokens what this attempt has used so far, if the agent counts
 * @param actor who reports in its name
 */
public record Report(
    AgentId agent,
    TaskId task,
    OptionalInt attempt,
    Optional<String> request,
    OptionalLong tokens,
    Body body,
    String actor) {

  /** What is said. */
  public sealed interface Body {}

  /**
   * How far it is.
   *
   * @param state IN_PROGRESS, BLOCKED, VALIDATING, WAITING_FOR_HUMAN or DONE
   * @param evidence what shows that it is done
   */
  public record Progress(
      TaskState state, OptionalInt percent, String message, Optional<String> evidence)
      implements Body {}

  /** What keeps it from going on. */
  public record Blocker(String description, String severity, List<String> attempted)
      implements Body {
    public Blocker {
      attempted = List.copyOf(attempted);
    }
  }

  /** It is still there. */
  public record Heartbeat() implements Body {}

  /**
   * It gives the task back.
   *
   * @param partialWork what it leaves for the next one
   */
  public record Release(String reason, Optional<String> partialWork) implements Body {}

  /** The word for this kind of report in the history. */
  public String kind() {
    if (body instanceof Progress progress) {
      return progress.state() == TaskState.DONE ? "completion" : "progress";
    }
    return body.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
