package io.berth.lifecycle.task;

import java.util.Locale;
import java.util.Optional;

/** How much it matters that a task is done soon. The order is that of the database's numbers. */
public enum Priority {
  /** When there is nothing else. */
  LOW,
  /** The usual one. */
  MEDIUM,
  /** Before the usual ones. */
  HIGH,
  /** Before all others. */
  URGENT;

  /** The spelling in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority of that spelling, if there is one. */
  public static Optional<Priority> of(String label) {
    for (Priority priority : values()) {
      if (priority.label().equals(label)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
