package io.berth.km;

/** What the process's exit status means; part of its contract with whoever starts it. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int PORT_TAKEN = 3;
  static final int DATA_LOCKED = 4;

  private ExitCode() {}
}
