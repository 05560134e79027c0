package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project start}. */
@Command(name = "start", description = "Start its process and wait until it is ready.")
public final class StartCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public StartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new ProcessOrder(session, project).give("start");
  }
}
