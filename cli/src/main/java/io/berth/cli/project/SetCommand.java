package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth project set}. */
@Command(name = "set", description = "Change settings of a project; key= goes back to the default.")
public final class SetCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "See docs/settings.md.")
  private List<String> words;

  /** A command of this session. */
  public SetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply =
        project.api(session).patch(project.path(""), Map.of("settings", Settings.parse(words)));
    session
        .console()
        .print(
            project.json()
                ? reply.pretty()
                : project.id() + "  " + Values.object(reply.json(), "settings"));
    return 0;
  }
}
