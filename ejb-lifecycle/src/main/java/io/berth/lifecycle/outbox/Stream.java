package io.berth.lifecycle.outbox;

import java.util.Locale;

/** A sequence of events with an order of its own. Between two streams there is none. */
public enum Stream {
  /** What happens to projects, processes and agents: the audit. */
  LIFECYCLE,
  /** What happens to tasks. */
  TASKS;

  /** The spelling in ids and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
