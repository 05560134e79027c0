package io.berth.cli.os;

import java.time.Duration;
import java.util.List;

/**
 * Sends signals. Callers prove first that the process is ours; a process that is gone already is no
 * error.
 */
public final class Signals {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Signals() {}

  /** To one process. */
  public static void send(String signal, long pid) {
    kill(signal, Long.toString(pid));
  }

  /** To a process group. */
  public static void sendToGroup(String signal, long group) {
    if (group <= 1) {
      throw new IllegalArgumentException("Not a group of ours: " + group);
    }
    kill(signal, "-" + group);
  }

  private static void kill(String signal, String target) {
    // why: Java can only send TERM and KILL; every POSIX shell has kill built in.
    // why CONT: a process that was stopped hears the signal only when it goes on.
    Shell.run(
        LIMIT,
        List.of(
            "/bin/sh",
            "-c",
            "kill -s \"$0\" -- \"$1\" && kill -s CONT -- \"$1\" 2>/dev/null",
            signal,
            target));
  }
}
