package io.berth.gateway.platform;

import io.berth.connector.api.Problem;
import io.berth.gateway.problem.Failures;
import io.berth.gateway.problem.Incidents;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.mcp.ToolFailure;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * A tool call that ended in a problem. The model is told the same as a caller of the management
 * API; only a database that is away ends the request itself, with 503. Pure.
 */
final class ProblemFailure extends ToolFailure {
  private static final long serialVersionUID = 1L;

  private final transient ProblemDetail problem;

  private ProblemFailure(ProblemDetail problem) {
    super(kind(problem), problem.detail());
    this.problem = problem;
  }

  /** What is told of that failure of that tool; a defect of ours becomes an incident. */
  static ToolFailure of(Throwable thrown, String tool) {
    if (thrown instanceof ToolFailure told) {
      return told;
    }
    if (isCallerGone(thrown)) {
      // why no incident: who is gone withdrew its wish, and nobody reads this
      return new ProblemFailure(ProblemDetail.invalid("the caller left while it waited"));
    }
    return new ProblemFailure(
        Failures.answer(thrown, Optional.empty())
            .orElseGet(() -> Incidents.report(thrown, "tool " + tool)));
  }

  private static boolean isCallerGone(Throwable thrown) {
    return thrown instanceof CancellationException
        || thrown instanceof CompletionException
            && thrown.getCause() instanceof CancellationException;
  }

  /** The problem behind a failure; arguments against their schema are invalid input. */
  static ProblemDetail problem(ToolFailure failure) {
    return failure instanceof ProblemFailure known
        ? known.problem
        : ProblemDetail.invalid(failure.getMessage());
  }

  private static Kind kind(ProblemDetail problem) {
    return problem.label().equals(Problem.UNAVAILABLE.label()) ? Kind.UNAVAILABLE : Kind.INVALID;
  }
}
