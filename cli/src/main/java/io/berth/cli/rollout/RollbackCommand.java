package io.berth.cli.rollout;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout rollback}. */
@Command(name = "rollback", description = "Give every switched project its old version back.")
public final class RollbackCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneRollout rollout;

  /** A command of this session. */
  public RollbackCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return rollout.order(session, "rollback");
  }
}
