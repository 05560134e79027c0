package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.JsonText;
import io.berth.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth project list}. */
@Command(name = "list", description = "List the projects.")
public final class ListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
  private String state;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only those with this in id or name.")
  private String text;

  /** A command of this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String filter =
        (state == null ? "" : "&state=" + BerthApi.segment(state))
            + (text == null ? "" : "&q=" + BerthApi.segment(text));
    List<Map<String, Object>> projects = ProjectPages.all(server.api(session), filter);
    if (server.json()) {
      session.console().print(JsonText.pretty(Map.of("projects", projects)));
      return 0;
    }
    Table table = Table.of("PROJECT", "STATE", "RUNTIME", "NAME", "CREATED");
    for (Map<String, Object> project : projects) {
      table.row(
          Values.text(project, "id"),
          Values.text(project, "state"),
          Values.text(project, "runtime"),
          Values.text(project, "name"),
          Values.text(project, "createdAt"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
