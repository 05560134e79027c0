package io.berth.cli.rollout;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout resume}. */
@Command(name = "resume", description = "Go on; the failures so far are tolerated.")
public final class ResumeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneRollout rollout;

  /** A command of this session. */
  public ResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return rollout.order(session, "resume");
  }
}
