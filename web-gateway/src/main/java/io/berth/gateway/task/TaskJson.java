package io.berth.gateway.task;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskEvent;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import io.berth.lifecycle.task.Tasks;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The board as JSON. Pure. */
public final class TaskJson {
  private TaskJson() {}

  static JsonView view(Task task) {
    TaskWords words = task.words();
    return new JsonView()
        .text("id", task.id())
        .text("projectId", task.id().project())
        .text("name", words.name())
        .text("description", words.description())
        .text("status", task.state().label())
        .flag("ready", task.ready())
        .text("priority", words.priority().label())
        .texts("labels", words.labels())
        .texts("requiredSkills", words.requiredSkills())
        .texts("preferredSkills", words.preferredSkills())
        .texts("files", words.files())
        .decimal("estimatedHours", words.estimatedHours())
        .text("dueAt", words.dueAt())
        .text("parent", task.parent())
        .texts("dependencies", task.dependencies())
        .texts("subtasks", task.subtasks())
        .number("openDependencies", task.openDependencies())
        .number("progress", task.progress())
        .text("assignedTo", task.holder())
        .number("attempt", task.attempt())
        .number("tries", task.tries())
        .number("maxAttempts", words.maxAttempts())
        .text("leaseUntil", task.leaseUntil())
        .text("lease", words.lease().working())
        .text("validatingLease", words.lease().validating())
        .text("waitingLease", words.lease().waiting())
        .number("budgetTokens", words.budget().tokens())
        .text("budgetTime", words.budget().time())
        .number("spentTokens", task.spentTokens())
        .text("spentTime", task.spentTime())
        .text("reservedFor", task.reservedFor())
        .text("handedBack", task.handedBack())
        .text("completedBy", task.completedBy())
        .text("actor", task.actor())
        .text("createdAt", task.createdAt())
        .text("updatedAt", task.updatedAt())
        .text("endedAt", task.endedAt());
  }

  static JsonView event(TaskEvent event) {
    return new JsonView()
        .number("id", event.id())
        .text("at", event.at())
        .text("kind", event.kind())
        .text("actor", event.actor())
        .text("agentId", event.agent())
        .number("attempt", event.attempt())
        .text("from", event.from().map(TaskState::label))
        .text("to", event.to().map(TaskState::label))
        .object("details", event.details());
  }

  /** In the names of the originals. */
  public static JsonView board(Tasks.Board board) {
    Map<TaskState, Long> all = new EnumMap<>(TaskState.class);
    Map<String, Long> byStatus = new TreeMap<>();
    for (TaskState state : TaskState.values()) {
      all.put(state, board.byState().getOrDefault(state, 0L));
      byStatus.put(state.label(), all.get(state));
    }
    long total = board.total();
    double percent = total == 0 ? 0 : 100.0 * all.get(TaskState.DONE) / total;
    long working =
        all.get(TaskState.IN_PROGRESS)
            + all.get(TaskState.VALIDATING)
            + all.get(TaskState.WAITING_FOR_HUMAN);
    JsonView project =
        new JsonView()
            .text("project_id", board.project())
            .number("total_tasks", total)
            .number("completed", all.get(TaskState.DONE))
            .number("in_progress", working)
            .number("blocked", all.get(TaskState.BLOCKED))
            .number("ready", board.ready())
            .number("overdue", board.overdue())
            .object("by_status", byStatus)
            .measured("completion_percentage", percent);
    JsonView workers =
        new JsonView()
            .number("total", board.workers())
            .number("active", board.active())
            .number("available", Math.max(0, board.workers() - board.active()));
    return new JsonView()
        .flag("success", true)
        .view("project", project)
        .view("workers", workers)
        .text("provider", "berth");
  }
}
