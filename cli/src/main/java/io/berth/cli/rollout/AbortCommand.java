package io.berth.cli.rollout;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout abort}. */
@Command(
    name = "abort",
    description = "Leave everything as it is: switched projects keep the new version.")
public final class AbortCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneRollout rollout;

  /** A command of this session. */
  public AbortCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return rollout.order(session, "abort");
  }
}
