package io.berth.cli.mcp;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.ServerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth mcp}. */
@Command(
    name = "mcp",
    description = {
      "Be an MCP server on stdin and stdout that is the project: for clients that start programs.",
      "Wakes the project when something is asked, lets it sleep in between, ends when stdin closes."
    })
public final class McpCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project.")
  private String project;

  /** A command of this session. */
  public McpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = server.api(session);
    String path = "/projects/" + BerthApi.segment(project) + "/mcp";
    StdioServer stdio =
        new StdioServer(
            (method, body, headers) -> api.open(method, path, body, headers),
            new Output(session.console().out()),
            session.console()::note,
            Pace.REAL);
    stdio.serve(System.in);
    return 0;
  }
}
