package io.berth.cli.rollout;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth rollout …}: a version of a runtime, project by project. */
@Command(
    name = "rollout",
    description = "Roll-outs: bring a version of a runtime to its projects, step by step.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      ListCommand.class,
      ShowCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      AbortCommand.class,
      RollbackCommand.class
    })
public final class RolloutCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "rollout: which command? See berth rollout --help", null);
  }
}
