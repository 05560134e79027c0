package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.installation.Installation;
import io.berth.cli.installation.KnowledgeManagers;
import io.berth.cli.installation.LeftSecrets;
import io.berth.cli.installation.MarkedProcesses;
import io.berth.cli.os.FolderLock;
import io.berth.cli.os.ProcFs;
import io.berth.cli.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings an installation down: the node first, so that nobody starts a KM again, then the KMs, then
 * the database. Ends only what is provably of this installation, and works whatever was killed
 * before.
 */
public final class Down {
  private static final Duration LOCK = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Installation installation;
  private final ProcFs proc = new ProcFs();

  /** For this installation. */
  public Down(Installation installation) {
    this.installation = installation;
  }

  /** Does it and says what was stopped; empty if nothing ran. */
  public List<String> run() {
    List<String> stopped = new ArrayList<>();
    if (!Files.isDirectory(installation.data())) {
      return stopped;
    }
    try (FolderLock held = FolderLock.take(installation.data(), LOCK)) {
      KnowledgeManagers knowledge = new KnowledgeManagers(installation, proc);
      // why first: one that ends while the server does was stopped as well
      List<MarkedProcesses.Marked> before = knowledge.running();
      if (new Node(installation, Node.FIRST, proc).stop()) {
        stopped.add(Node.FIRST);
      }
      Set<String> projects = knowledge.end(before, PATIENCE);
      LeftSecrets.remove(installation);
      if (!projects.isEmpty()) {
        stopped.add(
            projects.size()
                + " knowledge manager"
                + (projects.size() == 1 ? "" : "s")
                + " ("
                + String.join(", ", projects)
                + ")");
      }
      if (new EmbeddedPostgres(installation.postgres()).stop()) {
        stopped.add("PostgreSQL");
      }
      return stopped;
    } catch (IOException e) {
      throw new CommandFailure("Cannot clear up " + installation.data() + ": " + e.getMessage(), e);
    }
  }
}
