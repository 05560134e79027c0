package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Progress;
import java.util.Map;

/** Orders something of the key of a project's data and says what came of it. */
final class KeyOrder {
  private static final double USUAL_SECONDS = 3;

  private final Session session;
  private final OneProject project;

  KeyOrder(Session session, OneProject project) {
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
      Map<String, Object> state = reply.json();
      session
          .console()
          .print(
              project.id()
                  + "  "
                  + (Boolean.TRUE.equals(state.get("encrypted"))
                      ? "encrypted, key " + (long) Values.number(state, "keyVersion")
                      : "not encrypted")
                  + "  ("
                  + progress.seconds()
                  + " s)");
      return 0;
    }
  }
}
