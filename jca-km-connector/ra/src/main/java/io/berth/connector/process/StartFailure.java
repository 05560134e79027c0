package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.OptionalInt;

/**
 * A start that did not lead to a ready process. Whatever was forked for it is dead, and its port is
 * free again, when this is thrown.
 */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient OptionalInt exitCode;

  StartFailure(Problem problem, String message, Throwable cause) {
    this(problem, message, OptionalInt.empty(), cause);
  }

  StartFailure(Problem problem, String message, OptionalInt exitCode, Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.exitCode = exitCode;
  }

  static StartFailure failed(String message) {
    return new StartFailure(Problem.START_FAILED, message, null);
  }

  Problem problem() {
    return problem;
  }

  OptionalInt exitCode() {
    return exitCode == null ? OptionalInt.empty() : exitCode;
  }

  /** Whether the program is to blame: only then a cool-down follows. */
  boolean countsAgainstProgram() {
    return problem == Problem.START_FAILED;
  }

  KmException toKmException(java.time.Duration retryAfter) {
    return new KmException(problem, getMessage(), retryAfter, this);
  }
}
