package io.berth.connector.proc;

import java.util.List;
import java.util.Optional;

/**
 * Whether the socket that answers on a port belongs to our process group. An answer alone proves
 * nothing: somebody else may have taken the port between its reservation and the bind.
 */
public final class SocketProof {
  private final ProcFs proc;

  public SocketProof(ProcFs proc) {
    this.proc = proc;
  }

  /** What was found. */
  public enum Verdict {
    /** Ours, and only this machine reaches it. */
    OURS,
    /** Ours, but other machines reach it. */
    OURS_EXPOSED,
    /** Nobody listens there. */
    NOBODY,
    /** Somebody else listens there. */
    FOREIGN
  }

  /** Who listens on the port. */
  public Verdict of(ProcessGroup group, int port) {
    List<ListeningSocket> ours = group.listening();
    if (ours.stream().anyMatch(socket -> socket.port() == port)) {
      return ours.stream().allMatch(ListeningSocket::loopback)
          ? Verdict.OURS
          : Verdict.OURS_EXPOSED;
    }
    return taken(port) ? Verdict.FOREIGN : Verdict.NOBODY;
  }

  /** Whether anybody listens on the port. */
  public boolean taken(int port) {
    return proc.listening().stream().anyMatch(socket -> socket.port() == port);
  }

  /** Where the group listens, as an operator reads it; empty if it does not. */
  public Optional<String> display(ProcessGroup group) {
    List<String> all = group.listening().stream().map(ListeningSocket::display).sorted().toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
  }

  /** Those sockets of the group that other machines reach. */
  public String exposed(ProcessGroup group) {
    return String.join(
        ", ",
        group.listening().stream()
            .filter(socket -> !socket.loopback())
            .map(ListeningSocket::display)
            .toList());
  }
}
