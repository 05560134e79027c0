package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
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

  /** For those who wait: names the project whatever the failure itself named. */
  KmException toKmException(ProjectId project, Duration retryAfter) {
    String message = getMessage();
    String named =
        message.contains(project.value()) ? message : "project " + project + ": " + message;
    return new KmException(problem, named, retryAfter, this);
  }
}
