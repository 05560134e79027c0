package io.berth.cli.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a short program of the system to its end and gives back what it said. */
public final class Shell {
  /**
   * How it ended.
   *
   * @param exitCode 127 if there is no such program
   * @param output what it wrote to both streams, stripped
   */
  public record Result(int exitCode, String output) {
    /** Whether it ended well. */
    public boolean ok() {
      return exitCode == 0;
    }
  }

  private Shell() {}

  /** Runs it with the environment of this process. */
  public static Result run(Duration limit, List<String> command) {
    return run(limit, command, Map.of());
  }

  /** Runs it with further variables. */
  public static Result run(Duration limit, List<String> command, Map<String, String> env) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().putAll(env);
    try {
      Process process = builder.start();
      // why: the reader ends with the program; a program that hangs is ended by the limit below.
      process
          .onExit()
          .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(late -> process.destroyForcibly());
      try (InputStream out = process.getInputStream()) {
        String output = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Result(process.waitFor(), output);
      }
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(130, "interrupted");
    }
  }
}
