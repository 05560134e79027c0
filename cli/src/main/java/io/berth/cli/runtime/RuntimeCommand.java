package io.berth.cli.runtime;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth runtime …}: how a project's process is started. */
@Command(
    name = "runtime",
    description = "Runtimes: how a project's process is started.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AddCommand.class,
      ListCommand.class,
      ShowCommand.class,
      VersionsCommand.class,
      RemoveCommand.class
    })
public final class RuntimeCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "runtime: which command? See berth runtime --help", null);
  }
}
