package io.berth.lifecycle.claim.proof;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.TaskState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of its own with its agents, in a process that can be killed. Its agents work for ever
 * and print what they were told, a line each, before they do anything else.
 */
public final class ClaimerProcess {
  private ClaimerProcess() {}

  /** Arguments: URL, user, password file, prefix of its agents, how many. */
  public static void main(String[] arguments) throws Exception {
    WorkWorld world =
        new WorkWorld(
            new BerthSettings.Database(
                arguments[0], arguments[1], Optional.of(Path.of(arguments[2]))));
    int count = Integer.parseInt(arguments[4]);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      AgentId agent = new AgentId(arguments[3] + i);
      threads.submit(() -> work(world, agent));
    }
  }

  private static Object work(WorkWorld world, AgentId agent) throws Exception {
    Caller caller = new Caller(agent, () -> world.work, ClaimerProcess::print);
    for (Optional<Assignment> mine = caller.ask(); mine.isPresent(); mine = caller.ask()) {
      caller.report(mine.get(), WorkWorld.progress(TaskState.VALIDATING));
      caller.report(mine.get(), new Report.Heartbeat());
      caller.report(mine.get(), WorkWorld.done());
    }
    return null;
  }

  private static void print(Told told) {
    String line =
        String.join(
            " ",
            told.what().name(),
            told.agent(),
            told.task(),
            Integer.toString(told.attempt()),
            String.valueOf(told.request()),
            Long.toString(told.asked()),
            Long.toString(told.answered()),
            "end\n");
    synchronized (System.out) {
      System.out.print(line);
      System.out.flush();
    }
  }

  /** What such a line says; empty for one that the end of the process cut off. */
  static Optional<Told> parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 8 || !words[7].equals("end")) {
      return Optional.empty();
    }
    return Optional.of(
        new Told(
            Told.What.valueOf(words[0]),
            words[1],
            words[2],
            Integer.parseInt(words[3]),
            words[4].equals("null") ? null : words[4],
            // why comparable: on Linux this clock is the machine's, not the process's
            Long.parseLong(words[5]),
            Long.parseLong(words[6])));
  }
}
