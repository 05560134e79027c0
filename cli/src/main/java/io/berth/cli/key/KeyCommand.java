package io.berth.cli.key;

import io.berth.cli.CommandFailure;
import picocli.CommandLine.Command;

/** {@code berth key …}: the keys that projects are encrypted with. */
@Command(
    name = "key",
    description = "Keys of encrypted projects: show what wraps them, rotate the master key.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ShowCommand.class, RotateMasterCommand.class})
public final class KeyCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        CommandFailure.USAGE, "key: which command? See berth key --help", null);
  }
}
