package io.berth.lifecycle.advice;

import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskWords;
import java.time.Duration;
import java.util.List;

/**
 * What an agent is told to do with a task, in words made of what is known of it. Made whenever a
 * task is handed out, so it asks nobody: what a model has to say stands in the description since
 * the task was planned. Pure.
 */
public final class Instructions {
  private Instructions() {}

  /** All of it. */
  public static String of(Assignment assignment) {
    Task task = assignment.task();
    TaskWords words = task.words();
    StringBuilder text = new StringBuilder(words.name());
    if (!words.description().isBlank()) {
      text.append("\n\n").append(words.description());
    }
    if (!task.dependencies().isEmpty()) {
      text.append("\n\nBuild on what is done: ")
          .append(String.join(", ", task.dependencies().stream().map(TaskId::toString).toList()))
          .append(" (their histories say how).");
    }
    if (!words.files().isEmpty()) {
      text.append("\n\nTouch only: ").append(String.join(", ", words.files()));
    }
    kind(words.labels(), text);
    bounds(words, text);
    if (!task.handedBack().isBlank()) {
      text.append("\n\nThe agent before you left this:\n").append(task.handedBack());
    } else if (task.tries() > 1) {
      text.append("\n\nAttempt ")
          .append(task.tries())
          .append(": look into the history first for why the one before ended.");
    }
    return text.append(
            "\n\nReport progress at 25, 50 and 75 percent, a blocker when you are stuck,")
        .append(" and completed with evidence; name attempt ")
        .append(assignment.attempt())
        .append(" each time. Be heard at least every ")
        .append(words.lease().in(task.state()).toSeconds())
        .append(" seconds (a heartbeat is enough).")
        .toString();
  }

  /** How it is known to be done, for the kinds of work that plans know. */
  private static void kind(List<String> labels, StringBuilder text) {
    if (labels.contains("design")) {
      text.append(
          "\n\nDone means: what is decided, and why, is written where the next ones find it.");
    } else if (labels.contains("test") || labels.contains("verify")) {
      text.append("\n\nDone means: each thing that is asked for has a test that was seen to fail");
      text.append(" without it; what does not work is reported, not worked around.");
    } else if (labels.contains("document")) {
      text.append("\n\nDone means: somebody new can use it by the pages alone; examples were run.");
    } else if (labels.contains("build")) {
      text.append("\n\nDone means: it works, its tests pass, and nothing else fails.");
    }
  }

  private static void bounds(TaskWords words, StringBuilder text) {
    words
        .estimatedHours()
        .ifPresent(hours -> text.append("\n\nEstimated: ").append(hours).append(" hours."));
    words.dueAt().ifPresent(due -> text.append(" Due: ").append(due).append('.'));
    words
        .budget()
        .tokens()
        .ifPresent(tokens -> text.append("\n\nBudget: ").append(tokens).append(" tokens."));
    words
        .budget()
        .time()
        .map(Duration::toMinutes)
        .ifPresent(m -> text.append("\n\nBudget: ").append(m).append(" minutes."));
  }
}
