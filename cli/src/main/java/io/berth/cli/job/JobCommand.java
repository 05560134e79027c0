package io.berth.cli.job;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth job …}. */
@Command(
    name = "job",
    description = "Background jobs: list, show them, call one off, try one again.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ListCommand.class, ShowCommand.class, CancelCommand.class, RetryCommand.class})
public final class JobCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "job: which command? See berth job --help", null);
  }
}
