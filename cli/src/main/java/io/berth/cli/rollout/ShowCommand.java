package io.berth.cli.rollout;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout show}. */
@Command(name = "show", description = "Show a roll-out and what became of each project so far.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneRollout rollout;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return rollout.show(session);
  }
}
