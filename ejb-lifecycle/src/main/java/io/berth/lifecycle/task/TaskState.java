package io.berth.lifecycle.task;

import java.util.Locale;
import java.util.Optional;

/** Where a task is in its life; the moves between stand in {@link TaskMoves}. */
public enum TaskState {
  /** Nobody's. It is handed out when nothing that it waits for is open. */
  TODO(Kind.OPEN),
  /** Its holder works on it. */
  IN_PROGRESS(Kind.HELD),
  /** Its holder said what keeps it from going on, and still holds it. */
  BLOCKED(Kind.HELD),
  /** The work is done and is being checked; its holder still holds it, on a longer lease. */
  VALIDATING(Kind.HELD),
  /** Its holder waits for a person's answer and still holds it, on the longest lease. */
  WAITING_FOR_HUMAN(Kind.HELD),
  /** It is called off; its holder has not confirmed that it stopped. */
  CANCELLING(Kind.HELD),
  /** Nobody's, and not handed out until an operator opens it. */
  PARKED(Kind.OPEN),
  /** Finished. */
  DONE(Kind.OVER),
  /** Given up after too many attempts, until an operator opens it again. */
  FAILED(Kind.OVER),
  /** Called off for good. */
  CANCELLED(Kind.OVER);

  private enum Kind {
    OPEN,
    HELD,
    OVER
  }

  private final Kind kind;

  TaskState(Kind kind) {
    this.kind = kind;
  }

  /** Whether somebody holds it: a claim stands for it, its files are taken. */
  public boolean held() {
    return kind == Kind.HELD;
  }

  /** Whether it is neither held nor over. */
  public boolean open() {
    return kind == Kind.OPEN;
  }

  /** Whether it has an end. */
  public boolean over() {
    return kind == Kind.OVER;
  }

  /** The spelling in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that spelling, if there is one. */
  public static Optional<TaskState> of(String label) {
    for (TaskState state : values()) {
      if (state.label().equals(label)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
