package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project release}. */
@Command(name = "release", description = "Let it out of quarantine.")
public final class ReleaseCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public ReleaseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new ProcessOrder(session, project).give("release");
  }
}
