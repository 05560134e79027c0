package io.berth.cli.agent;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth agent list}. */
@Command(name = "list", description = "List the agents and what they work on.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/agents?limit=1000");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("ID", "ROLE", "STATUS", "DONE", "LOST", "TASKS", "SKILLS");
    for (var agent : reply.list("agents")) {
      table.row(
          agent.get("id"),
          agent.get("role"),
          agent.get("status"),
          agent.get("total_completed"),
          agent.get("total_lost"),
          agent.get("current_tasks"),
          agent.get("skills"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
