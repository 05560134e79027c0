package io.berth.gateway.task;

import io.berth.gateway.agent.Acting;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reports of agents, read from JSON in the names of the originals. Pure. */
final class ReportInput {
  private static final Set<String> COMMON =
      Set.of("agent_id", "task_id", "attempt", "request_id", "tokens");

  private ReportInput() {}

  static Report progress(JsonObject json, Caller caller) {
    JsonInput input = input(json, "status", "progress", "message", "evidence");
    Report.Progress progress =
        new Report.Progress(
            input.required("status", ReportInput::status),
            small(input, "progress"),
            input.text("message").orElse(""),
            input.text("evidence"));
    return report(input, caller, progress);
  }

  static Report blocker(JsonObject json, Caller caller) {
    JsonInput input =
        input(
            json,
            "blocker_description",
            "description",
            "blocker_type",
            "severity",
            "attempted_solutions");
    String description =
        input.text("blocker_description").orElseGet(() -> input.text("description").orElse(""));
    String type = input.text("blocker_type").map(t -> t + ": ").orElse("");
    List<String> attempted = input.texts("attempted_solutions");
    return report(
        input,
        caller,
        new Report.Blocker(
            description.isBlank() ? "" : type + description,
            input.text("severity").orElse("medium"),
            attempted));
  }

  static Report heartbeat(JsonObject json, Caller caller) {
    return report(input(json), caller, new Report.Heartbeat());
  }

  static Report release(JsonObject json, Caller caller) {
    JsonInput input = input(json, "reason", "partial_work");
    return report(
        input,
        caller,
        new Report.Release(input.text("reason").orElse(""), input.text("partial_work")));
  }

  private static JsonInput input(JsonObject json, String... more) {
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(List.of(more));
    return new JsonInput(json, known);
  }

  private static Report report(JsonInput input, Caller caller, Report.Body body) {
    TaskId task = task(caller, Action.READ_TASKS, input.requiredText("task_id"));
    OptionalLong tokens = input.number("tokens");
    return new Report(
        Acting.as(caller, input.requiredText("agent_id")),
        task,
        small(input, "attempt"),
        input.text("request_id"),
        tokens,
        body,
        caller.subject());
  }

  /** A task's name, of a project on which the caller may do this. */
  static TaskId task(Caller caller, Action action, String name) {
    TaskId id;
    try {
      id = TaskId.of(name);
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'task_id': " + e.getMessage());
    }
    Acting.require(caller, action, id.project());
    return id;
  }

  private static OptionalInt small(JsonInput input, String field) {
    OptionalLong number = input.number(field);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    if (number.getAsLong() < Integer.MIN_VALUE || number.getAsLong() > Integer.MAX_VALUE) {
      throw Queries.invalid("'" + field + "' is out of range");
    }
    return OptionalInt.of((int) number.getAsLong());
  }

  private static TaskState status(String text) {
    return switch (text) {
      case "in_progress" -> TaskState.IN_PROGRESS;
      case "blocked" -> TaskState.BLOCKED;
      case "validating" -> TaskState.VALIDATING;
      case "waiting_for_human" -> TaskState.WAITING_FOR_HUMAN;
      case "completed" -> TaskState.DONE;
      default ->
          throw new IllegalArgumentException(
              "in_progress, blocked, validating, waiting_for_human or completed");
    };
  }
}
