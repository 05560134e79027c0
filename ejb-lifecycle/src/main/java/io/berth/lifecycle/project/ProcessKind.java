package io.berth.lifecycle.project;

import java.util.Locale;

/** Where a project's KM lives when it is awake. */
public enum ProcessKind {
  /** In a process of its own. */
  DEDICATED,
  /** In a process that it shares with other projects; the database stays its own. */
  SHARED;

  /** The spelling in JSON, SQL and events. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of that spelling.
   *
   * @throws IllegalArgumentException with the rule
   */
  public static ProcessKind of(String label) {
    for (ProcessKind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("dedicated or shared");
  }
}
