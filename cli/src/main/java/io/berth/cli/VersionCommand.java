package io.berth.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code berth version}. */
@Command(name = "version", description = "Show the versions of Berth, PostgreSQL and Java.")
public final class VersionCommand implements Callable<Integer> {
  private final Session session;

  /** A command of this session. */
  public VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.console().print("berth " + Versions.berth());
    session.console().print("postgresql " + Versions.postgres() + " (embedded)");
    session
        .console()
        .print("java " + Runtime.version() + " (" + System.getProperty("java.home") + ")");
    return 0;
  }
}
