package io.berth.cli.agent;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth agent show}. */
@Command(name = "show", description = "Show an agent and the tasks it holds.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its name.")
  private String id;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/agents/" + BerthApi.segment(id) + "/status");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Map<String, Object> json = reply.json();
    Table agent = new Table();
    Values.object(json, "agent").forEach((name, value) -> agent.row(name, value));
    agent.lines().forEach(session.console()::print);
    Table held = Table.of("TASK", "STATUS", "ATTEMPT", "LEASE UNTIL", "NAME");
    for (var task : reply.list("current_assignments")) {
      held.row(
          task.get("task_id"),
          task.get("status"),
          task.get("attempt"),
          task.get("lease_until"),
          task.get("task_name"));
    }
    held.lines().forEach(session.console()::print);
    return 0;
  }
}
