package io.berth.cli.runtime;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.ServerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth runtime remove}. */
@Command(name = "remove", description = "Remove a runtime that no project uses.")
public final class RemoveCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name;

  /** A command of this session. */
  public RemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    server.api(session).delete("/api/v1/runtimes/" + BerthApi.segment(name));
    session
        .console()
        .print(
            server.json() ? "{\"removed\":\"" + name + "\"}" : "Runtime " + name + " is removed.");
    return 0;
  }
}
