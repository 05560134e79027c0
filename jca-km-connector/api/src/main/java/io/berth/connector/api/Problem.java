package io.berth.connector.api;

/**
 * What kind of failure it is; decides status, retry and log level at the edge. The label is the
 * last part of the problem type that a caller sees.
 */
public enum Problem {
  /** No process yet, and the wait for it was over, or too many wait already. */
  STARTING(503, true),
  /** The project's process is going down and the wait was over. */
  DRAINING(503, true),
  /** The process fails again and again; an operator must look. */
  QUARANTINED(503, true),
  /** Every port of the ranges is taken. */
  NO_PORT(503, true),
  /** A limit of this node is reached. */
  OVERLOADED(503, true),
  /** The start failed: wrong command, exit, deadline, wrong port. */
  START_FAILED(503, true),
  /** The request may or may not have had its effect. */
  OUTCOME_UNKNOWN(502, false),
  /** The KM answered something that is not HTTP, or broke off. */
  BAD_UPSTREAM(502, true),
  /** The KM did not answer in time. */
  UPSTREAM_TIMEOUT(504, false),
  /** A store of ours is out of reach. */
  UNAVAILABLE(503, true),
  /** No such project. */
  NO_SUCH_PROJECT(404, false),
  /** No such runtime. */
  NO_SUCH_RUNTIME(404, false),
  /** No such background job. */
  NO_SUCH_JOB(404, false),
  /** No such roll-out. */
  NO_SUCH_ROLLOUT(404, false),
  /** No such agent. */
  NO_SUCH_AGENT(404, false),
  /** No such task. */
  NO_SUCH_TASK(404, false),
  /** The input breaks a rule, which the message states. */
  INVALID(400, false),
  /** It exists already with other content, or is in use. */
  CONFLICT(409, false),
  /** A report about a claim that is over or another's. It is kept, not applied. */
  STALE_ATTEMPT(409, false);

  private final int status;
  private final boolean retryable;

  Problem(int status, boolean retryable) {
    this.status = status;
    this.retryable = retryable;
  }

  /** The HTTP status that says this best. */
  public int status() {
    return status;
  }

  /** Whether the same call may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The spelling in problem types and headers: lower case, dashed. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
