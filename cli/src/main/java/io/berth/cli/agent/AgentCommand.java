package io.berth.cli.agent;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth agent …}. */
@Command(
    name = "agent",
    description = "Agents: register, list and show them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AddCommand.class, ListCommand.class, ShowCommand.class})
public final class AgentCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "agent: which command? See berth agent --help", null);
  }
}
