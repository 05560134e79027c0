package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.proc.ListeningSocket;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Whether a READY process still has the listening socket that it is routed to by. A process can
 * live on without it, and somebody else can listen there then. Called by probes on their threads;
 * the usual case reads the descriptors of one process. What cannot be seen is not complained about.
 */
final class SocketWatch {
  /** The socket a generation listens with, and the member of its group that holds it. */
  private record Held(long generation, long pid, long inode) {}

  private final ProcFs proc;
  private final Map<ProjectId, Held> known = new ConcurrentHashMap<>();

  SocketWatch(ProcFs proc) {
    this.proc = proc;
  }

  /**
   * What is wrong; empty when nothing is.
   *
   * @param answered whether somebody answered well on its port just now
   */
  String complaint(LiveProcess process, boolean answered) {
    ProjectId project = process.order().project();
    Held held = known.get(project);
    if (answered
        && held != null
        && held.generation() == process.generation()
        && proc.sockets(held.pid()).contains(held.inode())) {
      return "";
    }
    int port = process.target().port();
    Set<Long> listening =
        proc.listening().stream()
            .filter(socket -> socket.port() == port)
            .map(ListeningSocket::inode)
            .collect(Collectors.toSet());
    List<ProcStat> members = process.group().members();
    Optional<Held> found = find(process.generation(), members, listening);
    if (found.isPresent()) {
      known.put(project, found.get());
      return "";
    }
    known.remove(project);
    if (members.isEmpty() || members.stream().anyMatch(m -> !proc.maySee(m.pid()))) {
      return "";
    }
    return listening.isEmpty()
        ? "it runs, but listens on port " + port + " no more"
        : "it runs, but port " + port + " belongs to somebody else now";
  }

  private Optional<Held> find(long generation, List<ProcStat> members, Set<Long> listening) {
    for (ProcStat member : members) {
      for (long inode : proc.sockets(member.pid())) {
        if (listening.contains(inode)) {
          return Optional.of(new Held(generation, member.pid(), inode));
        }
      }
    }
    return Optional.empty();
  }
}
