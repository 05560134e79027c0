package io.berth.cli.task;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth task …}. */
@Command(
    name = "task",
    description = "Tasks: add, plan, list, show them, and take one from its holder.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AddCommand.class,
      PlanCommand.class,
      ListCommand.class,
      ShowCommand.class,
      ReleaseCommand.class
    })
public final class TaskCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "task: which command? See berth task --help", null);
  }
}
