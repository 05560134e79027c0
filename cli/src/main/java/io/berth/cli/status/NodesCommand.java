package io.berth.cli.status;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth nodes}. */
@Command(name = "nodes", description = "Show the nodes that are alive.")
public final class NodesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public NodesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/nodes");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("NODE", "STATE");
    reply
        .list("nodes")
        .forEach(node -> table.row(Values.text(node, "id"), Values.text(node, "state")));
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
