package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.installation.DataOption;
import io.berth.cli.os.ProcFs;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth logs}: the server's own log. */
@Command(name = "logs", description = "Show the server's log.")
public final class LogsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private DataOption data;

  @Option(names = "--tail", paramLabel = "N", defaultValue = "50", description = "Default: 50.")
  private int tail;

  @Option(names = "-f", description = "Go on with what is added.")
  private boolean follow;

  /** A command of this session. */
  public LogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Node node = new Node(data.installation(session), Node.FIRST, new ProcFs());
    if (!Files.exists(node.log())) {
      throw new CommandFailure(
          CommandFailure.NOT_RUNNING,
          "There is no log " + node.log() + ": was berth up run with this data folder?",
          null);
    }
    LogFollow added = new LogFollow(node.log());
    LogTail.of(node.log(), Math.max(0, tail)).forEach(session.console()::print);
    if (follow) {
      added.follow(session.console()::print, () -> true);
    }
    return 0;
  }
}
