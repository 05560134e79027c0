package io.berth.connector.process;

import io.berth.connector.port.Strangers;
import io.berth.connector.proc.ListeningSocket;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds who listens on ports by one walk through {@code /proc}. Whoever carries the mark of our
 * installation belongs to another node of ours.
 */
final class PortOwners implements Strangers {
  private static final String INSTALLATION = "BERTH_INSTALLATION";

  private final ProcFs proc;
  private final String installation;

  PortOwners(ProcFs proc, String installation) {
    this.proc = proc;
    this.installation = installation;
  }

  @Override
  public Map<Integer, Stranger> on(Collection<Integer> ports) {
    Map<Long, Integer> byInode = new HashMap<>();
    for (ListeningSocket socket : proc.listening()) {
      if (ports.contains(socket.port())) {
        byInode.put(socket.inode(), socket.port());
      }
    }
    Map<Integer, Stranger> found = new HashMap<>();
    for (ProcStat stat : byInode.isEmpty() ? java.util.List.<ProcStat>of() : proc.running()) {
      for (long inode : proc.sockets(stat.pid())) {
        if (byInode.containsKey(inode)) {
          found.putIfAbsent(byInode.get(inode), stranger(stat.pid()));
        }
      }
    }
    return found;
  }

  private Stranger stranger(long pid) {
    boolean ours = installation.equals(proc.environment(pid).get(INSTALLATION));
    return new Stranger(ours, proc.name(pid) + " (process " + pid + ")");
  }
}
