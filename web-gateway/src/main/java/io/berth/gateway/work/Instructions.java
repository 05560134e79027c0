package io.berth.gateway.work;

import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskWords;

/** What an agent is told to do with a task, in words made of what is known of it. Pure. */
final class Instructions {
  private Instructions() {}

  static String of(Assignment assignment) {
    Task task = assignment.task();
    TaskWords words = task.words();
    StringBuilder text = new StringBuilder(words.name());
    if (!words.description().isBlank()) {
      text.append("\n\n").append(words.description());
    }
    if (!words.files().isEmpty()) {
      text.append("\n\nTouch only: ").append(String.join(", ", words.files()));
    }
    if (!task.handedBack().isBlank()) {
      text.append("\n\nThe agent before you left this:\n").append(task.handedBack());
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
}
