package io.berth.lifecycle.board.mirror;

import io.berth.lifecycle.board.Remark;
import io.berth.lifecycle.outbox.OutEvent;
import java.util.Map;
import java.util.Optional;

/** What of a task's history is worth a remark on its card, in words. Pure. */
final class Remarks {
  private static final int LONGEST = 60_000;

  private Remarks() {}

  /**
   * The remark about an event; its key is the event's id.
   *
   * @param mine who writes for people on this board: what they said stands there already
   */
  static Optional<Remark> of(OutEvent event, String mine) {
    if (event.data().get("actor") instanceof String actor && actor.startsWith(mine)) {
      return Optional.empty();
    }
    Map<?, ?> details = event.data().get("details") instanceof Map<?, ?> map ? map : Map.of();
    String who =
        event.data().get("agent") instanceof String agent
            ? agent
            : String.valueOf(event.data().get("actor"));
    String text =
        switch (event.type().substring(event.type().lastIndexOf('.') + 1)) {
          case "comment" -> who + ": " + details.get("text");
          case "blocker" ->
              who + " is blocked (" + details.get("severity") + "): " + details.get("description");
          case "progress" -> said(who, details.get("message"), details.get("progress"));
          case "completion", "completed" -> who + " finished it" + with(details.get("evidence"));
          case "release", "released" -> who + " gave it back" + with(details.get("reason"));
          case "expired" -> who + " was silent for too long; it is open again";
          default -> "";
        };
    String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return text.isEmpty() ? Optional.empty() : Optional.of(new Remark(event.id(), bounded));
  }

  private static String said(String who, Object message, Object percent) {
    if (message == null || message.toString().isBlank()) {
      return "";
    }
    return who + (percent == null ? "" : " (" + percent + " %)") + ": " + message;
  }

  private static String with(Object reason) {
    return reason == null || reason.toString().isBlank() ? "" : ": " + reason;
  }
}
