package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.project.DocumentFolder.Document;
import io.berth.cli.terminal.JsonText;
import io.berth.cli.terminal.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth project import}. */
@Command(
    name = "import",
    description = "Bring the Markdown and text files below a folder into a project.")
public final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder.")
  private Path folder;

  /** A command of this session. */
  public ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Document> documents = DocumentFolder.read(folder);
    if (documents.isEmpty()) {
      throw new CommandFailure("There is no .md or .txt file below " + folder + ".");
    }
    try (Progress progress = new Progress(session.console(), "Importing into " + project.id())) {
      new Importing(project.api(session)).run(project.id(), documents, progress);
      session
          .console()
          .print(
              project.json()
                  ? JsonText.pretty(Map.of("project", project.id(), "documents", documents.size()))
                  : documents.size()
                      + " documents are in "
                      + project.id()
                      + " ("
                      + progress.seconds()
                      + " s).");
    }
    return 0;
  }
}
