package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project rekey}. */
@Command(name = "rekey", description = "Stop it and encrypt its data with another key.")
public final class RekeyCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public RekeyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new KeyOrder(session, project).give("rekey");
  }
}
