package io.berth.cli.node;

import io.berth.cli.Session;
import io.berth.cli.installation.DataOption;
import io.berth.cli.installation.Installation;
import io.berth.cli.terminal.JsonText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth down}. */
@Command(
    name = "down",
    description = "Stop the server, all knowledge managers and PostgreSQL. Leaves nothing running.")
public final class DownCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private DataOption data;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** A command of this session. */
  public DownCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Installation installation = data.installation(session);
    List<String> stopped = new Down(installation).run();
    if (json) {
      session.console().print(JsonText.pretty(Map.of("stopped", stopped)));
    } else if (stopped.isEmpty()) {
      session.console().print("Nothing of " + installation.data() + " was running.");
    } else {
      stopped.forEach(what -> session.console().print("Stopped " + what + "."));
    }
    return 0;
  }
}
