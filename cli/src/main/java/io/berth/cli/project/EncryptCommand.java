package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project encrypt}. */
@Command(
    name = "encrypt",
    description = "Stop it and encrypt its data; the next request starts it again.")
public final class EncryptCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public EncryptCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new KeyOrder(session, project).give("encrypt");
  }
}
