package io.berth.km;

import io.berth.km.status.Timestamps;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * The log: lines on standard error, which whoever started the process has redirected to a file. No
 * logging framework, because loading one takes longer than everything else at start.
 */
public final class Log {
  private static final InstantSource TIME = InstantSource.system();

  private Log() {}

  public static void info(String message) {
    line("INFO", message);
  }

  public static void warning(String message) {
    line("WARNING", message);
  }

  public static void failure(String message, Throwable cause) {
    PrintStream err = System.err;
    synchronized (err) {
      line("SEVERE", message);
      cause.printStackTrace(err);
    }
  }

  private static void line(String level, String message) {
    System.err.println(Timestamps.text(TIME.instant()) + " " + level + " " + message);
  }
}
