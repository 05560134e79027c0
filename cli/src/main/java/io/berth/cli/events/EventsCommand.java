package io.berth.cli.events;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth events}: what happened, and with {@code -f} what happens. */
@Command(name = "events", description = "Show what happened, and why.")
public final class EventsCommand implements Callable<Integer> {
  private static final String DATA = "data:";

  private final Session session;

  @Mixin private ServerOptions server;

  @Option(names = "--project", paramLabel = "ID", description = "Only those of this project.")
  private String project;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "Default: 50.")
  private int limit;

  @Option(names = "-f", description = "Go on with what happens.")
  private boolean follow;

  /** A command of this session. */
  public EventsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = server.api(session);
    String path =
        project == null
            ? "/api/v1/events"
            : "/api/v1/projects/" + BerthApi.segment(project) + "/events";
    Reply page = api.get(path + "?limit=" + limit);
    if (server.json() && !follow) {
      session.console().print(page.pretty());
      return 0;
    }
    page.list("events").forEach(this::show);
    if (follow) {
      follow(api, path, Values.text(page.json(), "lastId"));
    }
    return 0;
  }

  private void follow(BerthApi api, String path, String last) {
    Map<String, String> headers =
        last.isEmpty()
            ? Map.of("Accept", "text/event-stream")
            : Map.of("Accept", "text/event-stream", "Last-Event-ID", last);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(api.stream(path, headers), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          show(JSON.std.mapFrom(line.substring(DATA.length())));
        }
      }
    } catch (IOException e) {
      throw new CommandFailure("The stream of events broke off; is the server up?", e);
    }
  }

  private void show(Map<String, Object> event) {
    if (server.json()) {
      session.console().print(BerthApi.json(event));
      return;
    }
    String about = Values.text(event, "projectId");
    long generation = (long) Values.number(event, "generation");
    String what = generation > 0 ? about + " #" + generation : about;
    session
        .console()
        .print(
            String.join(
                    "  ",
                    Values.text(event, "at"),
                    Values.text(event, "kind"),
                    what.isEmpty() ? "-" : what,
                    Values.text(event, "reason"),
                    "by " + Values.text(event, "actor"))
                .stripTrailing());
  }
}
