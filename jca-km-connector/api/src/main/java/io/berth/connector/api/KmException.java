package io.berth.connector.api;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure that a caller is told about. The message names the project and the next thing to check.
 */
public class KmException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient Duration retryAfter;

  public KmException(Problem problem, String message) {
    this(problem, message, null, null);
  }

  public KmException(Problem problem, String message, Throwable cause) {
    this(problem, message, null, cause);
  }

  public KmException(Problem problem, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** What kind of failure it is. */
  public Problem problem() {
    return problem;
  }

  /** When it makes sense to ask again, if that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
