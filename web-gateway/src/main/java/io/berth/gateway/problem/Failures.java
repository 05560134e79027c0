package io.berth.gateway.problem;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * The one table from what was thrown to what a caller is told. Pure. What it does not know is a
 * defect of ours: empty, and answered with an incident.
 */
public final class Failures {
  private static final Map<Integer, String> LABELS =
      Map.of(
          403, "forbidden",
          404, "no-such-route",
          405, "method-not-allowed",
          406, "not-acceptable",
          413, "too-large",
          415, "unsupported-media-type");
  private static final Set<String> WRAPPERS =
      Set.of(
          "CompletionException",
          "ProcessingException",
          "ExecutionException",
          "EJBException",
          "UndeclaredThrowableException");

  private Failures() {}

  /** The answer to this failure, if it is a known one. */
  public static Optional<ProblemDetail> answer(Throwable thrown, Optional<String> project) {
    Throwable failure = unwrap(thrown);
    if (failure instanceof ProblemException known) {
      return Optional.of(known.problem());
    }
    if (failure instanceof KmException known) {
      return Optional.of(ProblemDetail.of(known, project));
    }
    if (failure instanceof BulkheadException) {
      return Optional.of(busy(Problem.OVERLOADED, "too many management requests at once"));
    }
    if (failure instanceof TimeoutException
        || failure instanceof java.util.concurrent.TimeoutException) {
      return Optional.of(busy(Problem.UNAVAILABLE, "the answer did not come in time"));
    }
    if (failure instanceof CallerLeft gone) {
      return Optional.of(ProblemDetail.of(Problem.INVALID.label(), 400, gone.getMessage()));
    }
    if (failure instanceof WebApplicationException known) {
      return ofStatus(known.getResponse().getStatus());
    }
    return Optional.empty();
  }

  /** The answer for a status that the container or JAX-RS chose; empty for a defect. */
  public static Optional<ProblemDetail> ofStatus(int status) {
    if (status < 400 || status >= 500) {
      return Optional.empty();
    }
    if (status == 401) {
      return Optional.of(ProblemDetail.unauthorised(detail(status)));
    }
    String label = LABELS.getOrDefault(status, Problem.INVALID.label());
    return Optional.of(ProblemDetail.of(label, status, detail(status)));
  }

  private static ProblemDetail busy(Problem problem, String detail) {
    return ProblemDetail.of(
        new KmException(problem, detail + ": try again in a moment"), Optional.empty());
  }

  private static String detail(int status) {
    return switch (status) {
      case 401 -> "a token is required: Authorization: Bearer …";
      case 403 -> "the token does not permit this";
      case 404 -> "there is nothing at this address: the routes are described at /openapi";
      case 405 -> "the address exists, but not for this method";
      case 406 -> "the answer cannot be given in any form that Accept names";
      case 413 -> "the request is larger than is accepted here";
      case 415 -> "the body must be application/json";
      default -> "the request is not understood (" + status + ")";
    };
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable failure = thrown;
    while (failure.getCause() != null && WRAPPERS.contains(failure.getClass().getSimpleName())) {
      failure = failure.getCause();
    }
    return failure;
  }
}
