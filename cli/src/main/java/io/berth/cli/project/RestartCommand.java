package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project restart}. */
@Command(name = "restart", description = "Stop its process and start the next generation.")
public final class RestartCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public RestartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new ProcessOrder(session, project).give("restart");
  }
}
