package io.berth.cli.project;

import io.berth.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth project remove}. */
@Command(name = "remove", description = "Stop a project and forget it. Its data stays.")
public final class RemoveCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  @Option(names = "--delete-data", description = "Delete what it knows, for good.")
  private boolean deleteData;

  /** A command of this session. */
  public RemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String data = deleteData ? "delete" : "keep";
    project.api(session).delete(project.path("?data=" + data));
    if (project.json()) {
      session.console().print("{\"removed\":\"" + project.id() + "\",\"data\":\"" + data + "\"}");
    } else {
      session
          .console()
          .print(
              "Project "
                  + project.id()
                  + " is removed"
                  + (deleteData ? ", its data with it." : "; its data stays on disk."));
    }
    return 0;
  }
}
