package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.os.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth project logs}. */
@Command(name = "logs", description = "Show what a project's process wrote.")
public final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int MOST = 1000;

  private final Session session;

  @Mixin private OneProject project;

  @Option(names = "--tail", paramLabel = "N", defaultValue = "50", description = "Default: 50.")
  private int tail;

  @Option(names = "-f", description = "Go on with what is added.")
  private boolean follow;

  /** A command of this session. */
  public LogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = project.api(session);
    Reply reply = api.get(project.path("/logs?tail=" + tail));
    if (project.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    List<String> shown = lines(reply);
    shown.forEach(session.console()::print);
    while (follow) {
      Waiting.until(LOOK_EVERY, LOOK_EVERY, () -> Thread.currentThread().isInterrupted());
      List<String> now = lines(api.get(project.path("/logs?tail=" + MOST)));
      Added.to(shown, now).forEach(session.console()::print);
      shown = now;
    }
    return 0;
  }

  private static List<String> lines(Reply reply) {
    return reply.json().get("lines") instanceof List<?> lines
        ? lines.stream().map(String::valueOf).toList()
        : List.of();
  }
}
