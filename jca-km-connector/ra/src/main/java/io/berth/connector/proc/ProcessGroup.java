package io.berth.connector.proc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process that was started as the leader of its own session, with everything that it started. A
 * member is signalled one by one through {@link ProcessHandle}, which checks the start time again
 * in the kernel's table, so a reused pid is never hit. Thread-safe, without state.
 */
public final class ProcessGroup {
  private final ProcFs proc;
  private final ProcessIdentity leader;

  public ProcessGroup(ProcFs proc, ProcessIdentity leader) {
    this.proc = proc;
    this.leader = leader;
  }

  /** Who leads it. */
  public ProcessIdentity leader() {
    return leader;
  }

  /** Whether the leader itself still runs: one file is read. */
  public boolean leaderRuns() {
    return proc.runs(leader);
  }

  /**
   * Those who run now. A process older than the leader is none of ours: its group or session only
   * happens to have had the same number.
   */
  public List<ProcStat> members() {
    return proc.group(leader.pid()).stream()
        .filter(s -> s.startTicks() >= leader.startTicks())
        .filter(s -> s.pid() != leader.pid() || s.startTicks() == leader.startTicks())
        .toList();
  }

  /** Asks every member to end. */
  public void terminate() {
    members().forEach(member -> signal(member, false));
  }

  /** Ends every member that runs now; call again until {@link #members} is empty. */
  public void kill() {
    members().forEach(member -> signal(member, true));
  }

  /** What the members listen on. */
  public List<ListeningSocket> listening() {
    Set<Long> inodes = new HashSet<>();
    members().forEach(member -> inodes.addAll(proc.sockets(member.pid())));
    return proc.listening().stream()
        .filter(socket -> inodes.contains(socket.inode()))
        .collect(Collectors.toList());
  }

  private void signal(ProcStat member, boolean force) {
    ProcessHandle.of(member.pid())
        // why: the handle was made after the look-up; only if it still is the same process
        .filter(handle -> isStill(member))
        .ifPresent(
            handle -> {
              if (force) {
                handle.destroyForcibly();
              } else {
                handle.destroy();
              }
            });
  }

  private boolean isStill(ProcStat member) {
    return proc.stat(member.pid()).filter(s -> s.startTicks() == member.startTicks()).isPresent();
  }
}
