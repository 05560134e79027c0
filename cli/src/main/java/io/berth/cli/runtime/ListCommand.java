package io.berth.cli.runtime;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth runtime list}. */
@Command(name = "list", description = "List the runtimes.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/runtimes");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("RUNTIME", "TRANSPORT", "READY", "MCP", "COMMAND");
    for (Map<String, Object> runtime : reply.list("runtimes")) {
      table.row(
          Values.text(runtime, "name"),
          Values.text(runtime, "transport"),
          Values.text(runtime, "readyPath"),
          Values.text(runtime, "mcpPath"),
          runtime.get("command") instanceof List<?> words && !words.isEmpty()
              ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
              : "Berth's own");
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
