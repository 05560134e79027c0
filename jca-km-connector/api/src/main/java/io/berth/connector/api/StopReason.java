package io.berth.connector.api;

/** Why a process was ended, as it appears in the audit, the events and the metrics. */
public enum StopReason {
  /** Nobody needed it for the idle timeout. */
  IDLE,
  /** It never reached the minimum of requests within the unused timeout. */
  UNUSED,
  /** An operator, or a caller with the right to, asked. */
  OPERATOR,
  /** A restart was asked for; the next generation follows. */
  RESTART,
  /** It reached its maximum age; the next generation follows, if this one was of use. */
  RECYCLED,
  /** A roll-out replaces it by another version of its runtime; the next generation follows. */
  ROLLOUT,
  /** It moves to a shared process, or to one of its own; the next generation follows. */
  MOVED,
  /** It failed its health checks. */
  UNHEALTHY,
  /** It got worse than it used to be, and its project wants it replaced then. */
  DEGRADED,
  /** Its project was removed. */
  REMOVED,
  /** The installation is going down. */
  SHUTDOWN,
  /** It did not become ready in time, or not in the way its runtime declares. */
  START_FAILED,
  /** It is ours, and nothing wants it any more. */
  ORPHAN;

  /** The spelling in metrics, JSON and events: lower case, dashed. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
