package io.berth.gateway.work;

import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.agent.AgentId;
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

  static Report progress(JsonObject json, Caller caller, BoundAttempts bound) {
    JsonInput input = input(json, "status", "progress", "message", "evidence");
    Report.Progress progress =
        new Report.Progress(
            input.required("status", ReportInput::status),
            small(input, "progress"),
            input.text("message").orElse(""),
            input.text("evidence"));
    return report(input, caller, bound, progress);
  }

  static Report blocker(JsonObject json, Caller caller, BoundAttempts bound) {
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
        bound,
        new Report.Blocker(
            description.isBlank() ? "" : type + description,
            input.text("severity").orElse("medium"),
            attempted));
  }

  static Report heartbeat(JsonObject json, Caller caller, BoundAttempts bound) {
    return report(input(json), caller, bound, new Report.Heartbeat());
  }

  static Report release(JsonObject json, Caller caller, BoundAttempts bound) {
    JsonInput input = input(json, "reason", "partial_work");
    return report(
        input,
        caller,
        bound,
        new Report.Release(input.text("reason").orElse(""), input.text("partial_work")));
  }

  private static JsonInput input(JsonObject json, String... more) {
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(List.of(more));
    return new JsonInput(json, known);
  }

  private static Report report(
      JsonInput input, Caller caller, BoundAttempts bound, Report.Body body) {
    TaskId task = Acting.task(caller, Action.READ_TASKS, input.requiredText("task_id"));
    OptionalLong tokens = input.number("tokens");
    AgentId agent = Acting.as(caller, input.requiredText("agent_id"));
    return new Report(
        agent,
        task,
        attempt(small(input, "attempt"), caller, agent, bound.of(task)),
        input.text("request_id"),
        tokens,
        body,
        caller.subject());
  }

  /**
   * The attempt that is named, else the one of the connection, else that of the agent whose
   * credential it is, which is left open here: the claim that it holds when the report is taken.
   */
  private static OptionalInt attempt(
      OptionalInt named, Caller caller, AgentId agent, OptionalInt bound) {
    OptionalInt known = named.isPresent() ? named : bound;
    if (known.isEmpty() && !caller.subject().equals(agent.value())) {
      throw new ProblemException(
          ProblemDetail.of(
              "conflict",
              409,
              "which attempt this is about is not known: name 'attempt', as the answer with the"
                  + " task did, or report with the token of "
                  + agent));
    }
    return known;
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
