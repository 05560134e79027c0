package io.berth.km;

/**
 * Runs when the process is told to end (SIGTERM, SIGINT, or its own exit): drains, closes the
 * store, and ends with status 0, because an orderly end is no failure.
 */
final class StopHook extends Thread {
  private final Serving serving;

  StopHook(Serving serving) {
    super("stop");
    this.serving = serving;
  }

  @Override
  public void run() {
    try {
      serving.stop();
    } catch (RuntimeException e) {
      Log.failure("Stopping failed", e);
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
    // why: a JVM that a signal ends would report 128 + signal
    Runtime.getRuntime().halt(ExitCode.DONE);
  }
}
