package io.berth.cli.task;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth task show}. */
@Command(name = "show", description = "Show a task and what happened to it.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its id, such as alpha-17.")
  private String id;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = server.api(session);
    String path = "/api/v1/tasks/" + BerthApi.segment(id);
    Reply reply = api.get(path);
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table task = new Table();
    reply.json().forEach((name, value) -> task.row(name, value));
    task.lines().forEach(session.console()::print);
    Table events = Table.of("AT", "WHAT", "WHO", "ATTEMPT", "FROM", "TO", "DETAILS");
    for (var event : api.get(path + "/history?limit=1000").list("events")) {
      events.row(
          event.get("at"),
          event.get("kind"),
          event.get("actor"),
          event.get("attempt"),
          event.get("from"),
          event.get("to"),
          event.get("details"));
    }
    events.lines().forEach(session.console()::print);
    return 0;
  }
}
