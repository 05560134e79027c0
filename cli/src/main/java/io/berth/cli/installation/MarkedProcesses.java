package io.berth.cli.installation;

import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the processes of an installation by the mark in their environment, which is there even if
 * every record of them was lost. What does not carry the mark is not ours.
 */
public final class MarkedProcesses {
  /** The variable with the installation's identity. */
  public static final String INSTALLATION = "BERTH_INSTALLATION";

  /** The variable with the node's name. */
  public static final String NODE = "BERTH_NODE";

  /** The variable with the project, which only KMs have. */
  public static final String PROJECT = "BERTH_PROJECT";

  private static final String SERVER = "payara-micro.jar";

  private final ProcFs proc;
  private final String installation;

  /** Those of this installation. */
  public MarkedProcesses(ProcFs proc, String installation) {
    this.proc = proc;
    this.installation = installation;
  }

  /**
   * A process that is provably ours.
   *
   * @param projects whose KM it is: of one, of all that share it, or of none as a warm one
   */
  public record Marked(ProcessIdentity identity, long group, Set<String> projects) {
    /** The same process, of those projects as well. */
    Marked with(Set<String> others) {
      Set<String> all = new TreeSet<>(projects);
      all.addAll(others);
      return new Marked(identity, group, Set.copyOf(all));
    }
  }

  /** The server processes of a node. */
  public List<Marked> nodes(String name) {
    return find().stream()
        .filter(this::isServer)
        .filter(marked -> name.equals(environment(marked).get(NODE)))
        .toList();
  }

  /** KMs and warm processes with everything they started: all but the servers. */
  public List<Marked> knowledgeManagers() {
    return find().stream().filter(marked -> !isServer(marked)).toList();
  }

  /** All of them; this process itself never counts. */
  public List<Marked> find() {
    List<Marked> found = new ArrayList<>();
    long self = ProcessHandle.current().pid();
    for (long pid : proc.pids()) {
      if (pid == self) {
        continue;
      }
      // why read once: a process that ends between two looks would be ours, and of no project
      Map<String, String> environment = proc.environment(pid);
      if (installation.equals(environment.get(INSTALLATION))) {
        String project = environment.get(PROJECT);
        marked(pid, project == null ? Set.of() : Set.of(project)).ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean isServer(Marked marked) {
    return marked.projects().isEmpty()
        && proc.commandLine(marked.identity().pid()).stream()
            .anyMatch(argument -> argument.endsWith(SERVER));
  }

  private Optional<Marked> marked(long pid, Set<String> projects) {
    return ProcessIdentity.of(proc, pid)
        .flatMap(
            identity -> proc.stat(pid).map(stat -> new Marked(identity, stat.group(), projects)));
  }

  private Map<String, String> environment(Marked marked) {
    return proc.environment(marked.identity().pid());
  }
}
