package io.berth.cli.job;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands about one job have in common. */
abstract class OneJob implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its id; see berth job list.")
  private String id;

  OneJob(Session session) {
    this.session = session;
  }

  abstract Reply ask(BerthApi api, String path);

  @Override
  public final Integer call() {
    Reply reply = ask(server.api(session), "/api/v1/jobs/" + BerthApi.segment(id));
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table job = new Table();
    reply.json().forEach((name, value) -> job.row(name, value == null ? "" : value));
    job.lines().forEach(session.console()::print);
    return 0;
  }
}
