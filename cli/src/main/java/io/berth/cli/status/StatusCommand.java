package io.berth.cli.status;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.project.ProjectPages;
import io.berth.cli.terminal.JsonText;
import io.berth.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth status}. */
@Command(name = "status", description = "Show what runs and what it costs.")
public final class StatusCommand implements Callable<Integer> {
  private final Session session;
  private final InstantSource time = InstantSource.system();

  @Mixin private ServerOptions server;

  @Option(names = "--detailed", description = "Add a row for each project.")
  private boolean detailed;

  @Option(names = "--history", description = "Add the last day as small bars.")
  private boolean history;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "How long ago the history begins (PT6H), or when; default: a day ago.")
  private String since = "PT24H";

  /** A command of this session. */
  public StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = server.api(session);
    Reply system = api.get("/api/v1/system");
    List<Map<String, Object>> processes = detailed ? processes(api) : List.of();
    Reply past =
        history ? api.get("/api/v1/system/history?since=" + BerthApi.segment(since)) : null;
    if (server.json()) {
      Map<String, Object> all = new LinkedHashMap<>(system.json());
      if (history) {
        all.put("history", past.json());
      }
      if (detailed) {
        all.put("processes", processes);
      }
      session.console().print(JsonText.pretty(all));
      return 0;
    }
    session.console().print(StatusLine.of(system.json()));
    system
        .list("alerts")
        .forEach(
            alert ->
                session
                    .console()
                    .print(session.console().bad("alert") + "  " + AlertLine.of(alert)));
    system
        .list("proposals")
        .forEach(
            proposal ->
                session
                    .console()
                    .print(
                        "proposal  berth project set "
                            + Values.text(proposal, "project")
                            + " --process "
                            + Values.text(proposal, "process")
                            + "  ("
                            + Values.text(proposal, "why")
                            + ")"));
    Instant now = time.instant();
    if (history) {
      HistoryTable.lines(
              past.list("points"),
              Values.time(past.json(), "since").orElse(now),
              Duration.parse(Values.text(past.json(), "step")),
              now)
          .forEach(session.console()::print);
    }
    Table table = new Table();
    processes.forEach(process -> table.row(ProcessRow.of(process, now).toArray()));
    table.lines().forEach(session.console()::print);
    return 0;
  }

  private static List<Map<String, Object>> processes(BerthApi api) {
    return ProjectPages.all(api, "&slot=true").stream()
        .map(project -> Values.object(project, "slot"))
        .toList();
  }
}
