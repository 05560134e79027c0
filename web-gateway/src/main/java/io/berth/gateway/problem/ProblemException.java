package io.berth.gateway.problem;

/**
 * Ends a request with this problem. Thrown by resources and what they call, on the request thread;
 * carries no stack trace, because it is an answer and not a defect.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemDetail problem;

  public ProblemException(ProblemDetail problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** The answer. */
  public ProblemDetail problem() {
    return problem;
  }
}
