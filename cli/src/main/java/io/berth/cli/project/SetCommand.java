package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth project set}. */
@Command(name = "set", description = "Change settings of a project; key= goes back to the default.")
public final class SetCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  @Option(
      names = "--process",
      paramLabel = "KIND",
      description = "Where it lives: dedicated or shared. An awake one is moved at once.")
  private String process;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit of a move.")
  private String reason;

  @Mixin private SettingOptions settings;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "See docs/settings.md.")
  private List<String> words = List.of();

  /** A command of this session. */
  public SetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = project.api(session);
    Map<String, Object> changes = new LinkedHashMap<>(Settings.parse(words));
    changes.putAll(settings.given());
    if (changes.isEmpty() && process == null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "Nothing to set. Give key=value, for instance idleTimeout=PT10M, or an option; see"
              + " berth project set --help",
          null);
    }
    Map<String, Object> body = new LinkedHashMap<>(Map.of("settings", changes));
    if (process != null) {
      body.put("process", process);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    Reply reply = api.patch(project.path(""), body);
    session
        .console()
        .print(
            project.json()
                ? reply.pretty()
                : project.id()
                    + "  "
                    + Values.text(reply.json(), "process")
                    + "  "
                    + Values.object(reply.json(), "settings"));
    return 0;
  }
}
