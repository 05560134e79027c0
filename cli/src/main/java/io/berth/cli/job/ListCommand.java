package io.berth.cli.job;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth job list}. */
@Command(name = "list", description = "List jobs of the last week, the newest first.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Option(names = "--project", paramLabel = "ID", description = "Of this project only.")
  private String project;

  @Option(
      names = "--kind",
      paramLabel = "K",
      description = "import, analysis, reindex, create_project, add_feature or advise_blocker.")
  private String kind;

  @Option(names = "--state", paramLabel = "S", description = "In this state only.")
  private String state;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply =
        server
            .api(session)
            .get(
                "/api/v1/jobs?limit=1000"
                    + parameter("project_id", project)
                    + parameter("kind", kind)
                    + parameter("state", state));
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("ID", "KIND", "PROJECT", "STATE", "DONE", "CREATED", "MESSAGE");
    for (var job : reply.list("jobs")) {
      table.row(
          job.get("id"),
          job.get("kind"),
          job.get("projectId"),
          job.get("state"),
          job.get("done") + "/" + job.get("total"),
          job.get("createdAt"),
          job.get("message"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }

  private static String parameter(String name, String value) {
    return value == null ? "" : "&" + name + "=" + BerthApi.segment(value);
  }
}
