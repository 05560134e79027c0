package io.berth.cli.rollout;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth rollout list}. */
@Command(name = "list", description = "List the roll-outs, the newest first.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/rollouts");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("ID", "RUNTIME", "STATE", "STEP", "PROJECTS", "FAILED", "REASON");
    reply.list("rollouts").forEach(rollout -> table.row(RolloutText.row(rollout)));
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
