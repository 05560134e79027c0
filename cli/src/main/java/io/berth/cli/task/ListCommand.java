package io.berth.cli.task;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth task list}. */
@Command(name = "list", description = "List tasks in the order of project and number.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Option(names = "--project", paramLabel = "ID", description = "Of this project only.")
  private String project;

  @Option(names = "--status", paramLabel = "S", description = "In this status only.")
  private String status;

  @Option(names = "--agent", paramLabel = "ID", description = "Held by this agent only.")
  private String agent;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query =
        "/api/v1/tasks?limit=1000"
            + parameter("project_id", project)
            + parameter("status", status)
            + parameter("agent_id", agent);
    Reply reply = server.api(session).get(query);
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("ID", "STATUS", "PRIORITY", "WAITS FOR", "AGENT", "NAME");
    for (var task : reply.list("tasks")) {
      table.row(
          task.get("id"),
          task.get("status"),
          task.get("priority"),
          task.get("openDependencies"),
          task.get("assignedTo"),
          task.get("name"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }

  private static String parameter(String name, String value) {
    return value == null ? "" : "&" + name + "=" + BerthApi.segment(value);
  }
}
