package io.berth.cli.runtime;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth runtime show}. */
@Command(name = "show", description = "Show a runtime.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/runtimes/" + BerthApi.segment(name));
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = new Table();
    reply.json().forEach((key, value) -> table.row(key, value));
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
