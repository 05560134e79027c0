package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth project …}: the commands about one project or all of them. */
@Command(
    name = "project",
    description = "Projects: register, start, stop, fill, ask.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AddCommand.class,
      ListCommand.class,
      ShowCommand.class,
      StartCommand.class,
      StopCommand.class,
      RestartCommand.class,
      ReleaseCommand.class,
      RemoveCommand.class,
      LogsCommand.class,
      ImportCommand.class,
      AskCommand.class,
      SetCommand.class,
      EncryptCommand.class,
      DecryptCommand.class,
      RekeyCommand.class
    })
public final class ProjectCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "project: which command? See berth project --help", null);
  }
}
