package io.berth.km;

/**
 * The process cannot serve; the message says why and what to look at, the code says it to programs.
 */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
