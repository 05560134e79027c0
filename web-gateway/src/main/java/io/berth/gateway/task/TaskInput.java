package io.berth.gateway.task;

import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.lifecycle.task.Budget;
import io.berth.lifecycle.task.LeaseTerms;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What callers say of tasks, read from JSON. Pure. */
final class TaskInput {
  private static final Set<String> WORDS =
      Set.of(
          "name",
          "description",
          "priority",
          "labels",
          "requiredSkills",
          "preferredSkills",
          "files",
          "estimatedHours",
          "dueAt",
          "maxAttempts",
          "lease",
          "validatingLease",
          "waitingLease",
          "budgetTokens",
          "budgetTime");
  private static final Set<String> NEW = with(WORDS, "key", "dependencies", "parent", "parked");
  private static final Set<String> SINGLE = with(NEW, "projectId", "requestId");
  private static final Set<String> BATCH = Set.of("projectId", "requestId", "tasks");
  private static final Set<String> PATCH = with(WORDS, "dependencies", "status");

  /** Tasks to be made in one project, all or none. */
  record Batch(String project, Optional<String> request, List<NewTask> tasks, boolean single) {}

  private TaskInput() {}

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new HashSet<>(names);
    Stream.of(more).forEach(all::add);
    return Set.copyOf(all);
  }

  static Batch batch(JsonObject json) {
    boolean single = !json.containsKey("tasks");
    JsonInput input = new JsonInput(json, single ? SINGLE : BATCH);
    List<NewTask> tasks =
        single
            ? List.of(task(input))
            : input.objects("tasks", NEW).stream().map(TaskInput::task).toList();
    return new Batch(input.requiredText("projectId"), input.text("requestId"), tasks, single);
  }

  private static NewTask task(JsonInput input) {
    input.requiredText("name");
    return new NewTask(
        input.text("key"),
        words(input, TaskWords.UNSAID),
        input.texts("dependencies"),
        input.text("parent"),
        input.flag("parked").orElse(false));
  }

  static TaskPatch patch(JsonObject json) {
    JsonInput input = new JsonInput(json, PATCH);
    // why once beforehand: a mistake is told before anything is asked of the database
    words(input, TaskWords.UNSAID);
    return new TaskPatch(
        before -> words(input, before),
        input.has("dependencies") ? Optional.of(input.texts("dependencies")) : Optional.empty(),
        input.optional("status", TaskInput::state));
  }

  private static TaskWords words(JsonInput input, TaskWords base) {
    return new TaskWords(
        input.text("name").orElse(base.name()),
        input.text("description").orElse(base.description()),
        input.optional("priority", TaskInput::priority).orElse(base.priority()),
        texts(input, "labels", base.labels()),
        texts(input, "requiredSkills", base.requiredSkills()),
        texts(input, "preferredSkills", base.preferredSkills()),
        texts(input, "files", base.files()),
        input.has("estimatedHours") ? hours(input) : base.estimatedHours(),
        input.has("dueAt") ? input.optional("dueAt", TaskInput::time) : base.dueAt(),
        attempts(input.number("maxAttempts"), base.maxAttempts()),
        new LeaseTerms(
            input.duration("lease").orElse(base.lease().working()),
            input.duration("validatingLease").orElse(base.lease().validating()),
            input.duration("waitingLease").orElse(base.lease().waiting())),
        budget(input, base.budget()));
  }

  private static OptionalDouble hours(JsonInput input) {
    return input.decimal("estimatedHours");
  }

  private static int attempts(OptionalLong given, int otherwise) {
    long attempts = given.orElse(otherwise);
    if (attempts < 1 || attempts > 1_000) {
      throw Queries.invalid("'maxAttempts' must be from 1 to 1000");
    }
    return (int) attempts;
  }

  private static Budget budget(JsonInput input, Budget base) {
    Optional<Duration> time = input.has("budgetTime") ? input.duration("budgetTime") : base.time();
    OptionalLong tokens = input.has("budgetTokens") ? input.number("budgetTokens") : base.tokens();
    return new Budget(tokens, time);
  }

  private static List<String> texts(JsonInput input, String field, List<String> otherwise) {
    return input.has(field) ? input.texts(field) : otherwise;
  }

  private static Priority priority(String text) {
    return Priority.of(text)
        .orElseThrow(() -> new IllegalArgumentException("low, medium, high or urgent"));
  }

  static TaskState state(String text) {
    return TaskState.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "one of "
                        + String.join(
                            ", ", Stream.of(TaskState.values()).map(TaskState::label).toList())));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("an RFC 3339 time such as 2026-03-01T12:00:00Z", e);
    }
  }
}
