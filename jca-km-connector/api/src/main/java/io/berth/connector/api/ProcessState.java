package io.berth.connector.api;

/**
 * Where a project's process slot is in its life. The allowed moves stand in one table in the
 * adapter ({@code ProcessMoves}); the picture is in {@code docs/architecture.md}.
 */
public enum ProcessState {
  /** No process. A demand starts one. */
  STOPPED,
  /** A process was forked, or is about to be, and has not yet proved that it is ready. */
  STARTING,
  /** The process answers, and its listening socket is its own. Requests are routed to it. */
  READY,
  /** No new request is routed; those in flight finish. A demand is remembered. */
  DRAINING,
  /** The process was told to end. A demand is remembered. */
  STOPPING,
  /** It failed; no start until the cool-down is over. A demand waits for that. */
  BACKOFF,
  /** It failed too often. Only an operator, or a long cool-down, lets it start again. */
  QUARANTINED;

  /** Whether an operating-system process may exist in this state. */
  public boolean mayHaveProcess() {
    return this == STARTING || this == READY || this == DRAINING || this == STOPPING;
  }

  /** Whether a demand in this state can be served without waiting. */
  public boolean servesNow() {
    return this == READY;
  }
}
