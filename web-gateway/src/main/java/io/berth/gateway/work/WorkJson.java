package io.berth.gateway.work;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.advice.Instructions;
import io.berth.lifecycle.advice.SuggestionValues;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Receipt;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import java.util.Optional;

/** What agents are answered, in the names of the originals. Pure. */
public final class WorkJson {
  private WorkJson() {}

  /** A task, or why there is none. */
  public static JsonView offer(Offer offer) {
    if (offer instanceof Offer.Work work) {
      return new JsonView()
          .flag("success", true)
          .text("reason", work.continued() ? "continue_current" : "assigned")
          .view("task", assignment(work.assignment()))
          .object("why", work.assignment().why());
    }
    Offer.Nothing nothing = (Offer.Nothing) offer;
    return new JsonView()
        .flag("success", false)
        .text("message", "No suitable tasks available at this time: " + nothing.reason().words())
        .text("reason", nothing.reason().label())
        .number("retry_after", nothing.retryAfter().toSeconds())
        .object("counts", nothing.counts())
        .texts("missing_skills", nothing.missingSkills())
        .views("current", nothing.current(), WorkJson::assignment)
        .text("task", Optional.empty());
  }

  private static JsonView assignment(Assignment assignment) {
    Task task = assignment.task();
    TaskWords words = task.words();
    return new JsonView()
        .text("id", task.id())
        .text("project_id", task.id().project())
        .text("name", words.name())
        .text("description", words.description())
        .text("instructions", Instructions.of(assignment))
        .text("priority", words.priority().label())
        .text("implementation_context", Optional.empty())
        .number("attempt", assignment.attempt())
        .text("status", task.state().label())
        .flag("cancel", task.state() == TaskState.CANCELLING)
        .texts("labels", words.labels())
        .texts("files", words.files())
        .texts("dependencies", task.dependencies())
        .text("due_date", words.dueAt())
        .decimal("estimated_hours", words.estimatedHours())
        .text("assigned_at", assignment.assignedAt())
        .text("lease_until", task.leaseUntil())
        .number("lease_seconds", words.lease().in(task.state()).toSeconds())
        .number("budget_tokens", words.budget().tokens())
        .number("budget_seconds", words.budget().time().map(t -> t.toSeconds()))
        .number("spent_tokens", task.spentTokens())
        .text("handed_back", task.handedBack());
  }

  /** A report was taken; {@code message} says it in words. */
  public static JsonView receipt(Receipt receipt, String message) {
    return new JsonView()
        .flag("success", true)
        .text("message", message)
        .text("task_id", receipt.task())
        .text("status", receipt.state().label())
        .number("attempt", receipt.attempt())
        .text("lease_until", receipt.leaseUntil())
        .flag("cancel", receipt.cancel())
        .flag("hand_back", receipt.handBack())
        .flag("repeated", receipt.repeated());
  }

  /** A blocker was taken. why null without suggestions: the shape stays the same */
  public static JsonView blocker(BlockerAnswer answer) {
    JsonView view = receipt(answer.receipt(), "Blocker reported");
    answer
        .suggestions()
        .ifPresentOrElse(
            suggestions -> view.object("suggestions", SuggestionValues.of(suggestions)),
            () -> view.text("suggestions", Optional.empty()));
    return view.text("advice_job", answer.job());
  }
}
