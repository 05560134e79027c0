package io.berth.cli.demo;

import io.berth.cli.CommandFailure;
import io.berth.cli.http.McpClient;
import io.berth.cli.http.Values;
import io.berth.cli.os.Waiting;
import io.berth.cli.project.Results;
import io.berth.cli.terminal.Console;
import io.berth.cli.terminal.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** Watches a project fall asleep by the idle policy, and wakes it with a question. */
final class SleepAndWake {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final double USUAL_SECONDS = 8;
  private static final double NANOS = 1e9;

  private final DemoProjects projects;
  private final McpClient mcp;
  private final Console console;
  private final LongSupplier nanos = System::nanoTime;

  SleepAndWake(DemoProjects projects, McpClient mcp, Console console) {
    this.projects = projects;
    this.mcp = mcp;
    this.console = console;
  }

  /** What was seen. */
  record Seen(double secondsToSleep, String reason, double secondsToWake, long generation) {}

  Seen watch(Question question) {
    String id = question.project();
    long before = (long) Values.number(projects.process(id), "generation");
    double asleep = fallAsleep(id);
    String reason = Values.text(Values.object(projects.process(id), "lastExit"), "reason");
    if (!reason.equalsIgnoreCase("idle")) {
      throw new CommandFailure(
          "Project " + id + " stopped because of " + reason + ", not of the idle policy.");
    }
    long start = nanos.getAsLong();
    boolean found =
        !Results.of(mcp.call(id, "query", Map.of("question", question.question(), "limit", 1)))
            .isEmpty();
    double awake = (nanos.getAsLong() - start) / NANOS;
    long after = (long) Values.number(projects.process(id), "generation");
    if (!found || after != before + 1) {
      throw new CommandFailure(
          "Project "
              + id
              + " woke as generation "
              + after
              + " after "
              + before
              + (found ? "." : " and has lost what it knew.")
              + " Next: berth events --project "
              + id);
    }
    return new Seen(asleep, reason, awake, after);
  }

  private double fallAsleep(String id) {
    projects.makeSleepy(id);
    long start = nanos.getAsLong();
    try (Progress progress = new Progress(console, "Waiting until " + id + " falls asleep")) {
      boolean slept =
          Waiting.until(
              LIMIT,
              LOOK_EVERY,
              () -> {
                progress.expecting(USUAL_SECONDS);
                return Values.text(projects.process(id), "state").equals("STOPPED");
              });
      if (!slept) {
        throw new CommandFailure(
            "Project "
                + id
                + " did not fall asleep within "
                + LIMIT.toSeconds()
                + " s. Next: berth project show "
                + id
                + ", setting berth.idle.sweep.");
      }
    }
    return (nanos.getAsLong() - start) / NANOS;
  }
}
