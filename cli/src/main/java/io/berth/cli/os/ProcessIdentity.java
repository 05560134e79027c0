package io.berth.cli.os;

import java.util.Optional;

/**
 * Which process it is, for good: a pid alone may be given to another process, a pid with its start
 * ticks within one boot may not.
 */
public record ProcessIdentity(String bootId, long pid, long startTicks) {

  /** The identity of a process that runs now. */
  public static Optional<ProcessIdentity> of(ProcFs proc, long pid) {
    return proc.stat(pid)
        .filter(ProcessStat::running)
        .map(stat -> new ProcessIdentity(proc.bootId(), pid, stat.startTicks()));
  }

  /** Whether exactly this process still runs. */
  public boolean alive(ProcFs proc) {
    return of(proc, pid).filter(this::equals).isPresent();
  }
}
