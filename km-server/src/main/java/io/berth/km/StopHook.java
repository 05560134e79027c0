package io.berth.km;

/**
 * Runs when the process is told to end (SIGTERM, SIGINT, or its own exit): drains, closes what is
 * open, and ends with status 0, because an orderly end is no failure.
 */
final class StopHook extends Thread {
  private final Runnable stopping;

  StopHook(Runnable stopping) {
    super("stop");
    this.stopping = stopping;
  }

  @Override
  public void run() {
    try {
      stopping.run();
    } catch (RuntimeException e) {
      Log.failure("Stopping failed", e);
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
    // why: a JVM that a signal ends would report 128 + signal
    Runtime.getRuntime().halt(ExitCode.DONE);
  }
}
