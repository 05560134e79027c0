package io.berth.connector.process;

import io.berth.connector.proc.ListeningSocket;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Whether a READY process still has the listening socket that it is routed to by. A process can
 * live on without it, and somebody else can listen there then. Called by probes on their threads;
 * the usual case reads the descriptors of one process. What cannot be seen is not complained about.
 */
final class SocketWatch {
  /** The socket a process listens with, and the member of its group that holds it. */
  private record Held(long pid, long inode) {}

  private final ProcFs proc;
  // why weak: an entry is of use as long as its process has a slot
  private final Map<LiveProcess, Held> known = Collections.synchronizedMap(new WeakHashMap<>());

  SocketWatch(ProcFs proc) {
    this.proc = proc;
  }

  /**
   * What a look found.
   *
   * @param complaint what is wrong, for a human; empty when nothing is
   * @param certain whether there is no other way to read what was seen
   */
  record Loss(String complaint, boolean certain) {
    static final Loss NONE = new Loss("", false);
  }

  /**
   * What is wrong; nothing when in doubt.
   *
   * @param answered whether somebody answered well on its port just now
   */
  Loss loss(LiveProcess process, boolean answered) {
    Held held = known.get(process);
    if (answered && held != null && proc.sockets(held.pid()).contains(held.inode())) {
      return Loss.NONE;
    }
    int port = process.target().port();
    List<ListeningSocket> all = proc.listening();
    Set<Long> listening =
        all.stream()
            .filter(socket -> socket.port() == port)
            .map(ListeningSocket::inode)
            .collect(Collectors.toSet());
    List<ProcStat> members = process.group().members();
    Optional<Held> found = find(members, listening);
    if (found.isPresent()) {
      known.put(process, found.get());
      return Loss.NONE;
    }
    known.remove(process);
    if (members.isEmpty() || members.stream().anyMatch(m -> !proc.maySee(m.pid()))) {
      return Loss.NONE;
    }
    if (!listening.isEmpty()) {
      return new Loss("it runs, but port " + port + " belongs to somebody else now", true);
    }
    // why not certain: a table that could not be read, or an answer, speaks against it
    return new Loss(
        "it runs, but listens on port " + port + " no more", !answered && !all.isEmpty());
  }

  private Optional<Held> find(List<ProcStat> members, Set<Long> listening) {
    for (ProcStat member : members) {
      for (long inode : proc.sockets(member.pid())) {
        if (listening.contains(inode)) {
          return Optional.of(new Held(member.pid(), inode));
        }
      }
    }
    return Optional.empty();
  }
}
