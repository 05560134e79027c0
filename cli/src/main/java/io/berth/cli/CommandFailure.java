package io.berth.cli;

/**
 * What the user is told when a command cannot do its work: one sentence with the id and the next
 * thing to check, and the exit code. Never carries a secret.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The work was tried and failed. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** There is no server to talk to. */
  public static final int NOT_RUNNING = 3;

  private final int exitCode;

  /** A failure with the exit code {@link #FAILED}. */
  public CommandFailure(String message) {
    this(FAILED, message, null);
  }

  /** A failure with the exit code {@link #FAILED} and what caused it. */
  public CommandFailure(String message, Throwable cause) {
    this(FAILED, message, cause);
  }

  /** A failure with its own exit code. */
  public CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The exit code of the command. */
  public int exitCode() {
    return exitCode;
  }
}
