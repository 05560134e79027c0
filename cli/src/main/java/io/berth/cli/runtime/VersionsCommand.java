package io.berth.cli.runtime;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
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
import picocli.CommandLine.Parameters;

/** {@code berth runtime versions}. */
@Command(name = "versions", description = "List every version of a runtime, the newest first.")
public final class VersionsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name;

  /** A command of this session. */
  public VersionsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply =
        server.api(session).get("/api/v1/runtimes/" + BerthApi.segment(name) + "/versions");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Table table = Table.of("VERSION", "CURRENT", "SINCE", "BY", "WHAT");
    for (Map<String, Object> version : reply.list("versions")) {
      table.row(
          (long) Values.number(version, "version"),
          Boolean.TRUE.equals(version.get("current")) ? "yes" : "",
          Values.text(version, "createdAt"),
          Values.text(version, "actor"),
          version.get("command") instanceof List<?> words && !words.isEmpty()
              ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
              : "content " + Values.text(version, "content"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
