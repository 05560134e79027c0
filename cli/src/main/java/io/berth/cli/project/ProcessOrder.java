package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Progress;
import java.util.Map;

/** Orders something of a project's process and says what came of it. */
final class ProcessOrder {
  private static final double USUAL_SECONDS = 1;

  private final Session session;
  private final OneProject project;

  ProcessOrder(Session session, OneProject project) {
    this.session = session;
    this.project = project;
  }

  int give(String order) {
    try (Progress progress = new Progress(session.console(), project.id() + ": " + order)) {
      progress.expecting(USUAL_SECONDS);
      Reply reply = project.api(session).post(project.path("/" + order), Map.of());
      if (project.json()) {
        session.console().print(reply.pretty());
        return 0;
      }
      Map<String, Object> process = reply.json();
      String port =
          Values.has(process, "port") ? ", port " + (long) Values.number(process, "port") : "";
      session
          .console()
          .print(
              project.id()
                  + "  "
                  + Values.text(process, "state")
                  + "  generation "
                  + (long) Values.number(process, "generation")
                  + port
                  + "  ("
                  + progress.seconds()
                  + " s)");
      return 0;
    }
  }
}
