package io.berth.cli.rollout;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout pause}. */
@Command(name = "pause", description = "Switch no further project until it is resumed.")
public final class PauseCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneRollout rollout;

  /** A command of this session. */
  public PauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return rollout.order(session, "pause");
  }
}
