package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Values;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code berth project reindex}. */
@Command(
    name = "reindex",
    description = {
      "Have the search indexes of its KM made anew, by a job.",
      "Questions are answered meanwhile; what is saved waits for its turn. See also berth job."
    })
public final class ReindexCommand extends ProjectJob {
  /** A command of this session. */
  public ReindexCommand(Session session) {
    super(session);
  }

  @Override
  String route() {
    return "reindex";
  }

  @Override
  String doing() {
    return "Making the indexes anew of";
  }

  @Override
  void print(Map<String, Object> job) {
    session.console().print("Project " + project.id() + ": " + Values.text(job, "message") + ".");
  }
}
