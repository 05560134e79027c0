package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project stop}. */
@Command(
    name = "stop",
    description = "Drain and stop its process; the next request starts it again.")
public final class StopCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public StopCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new ProcessOrder(session, project).give("stop");
  }
}
