package io.berth.connector.proc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ends a whole process group: SIGTERM, patience, SIGKILL, and a look that nobody of it is left,
 * also nobody who left the session but still carries its marker. Blocks; called by workers.
 */
public final class Ender implements GroupEnd {
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE = 1_000_000;
  private static final long LONGEST_PAUSE = 25_000_000;

  private final ProcFs proc;
  private final LongSupplier nanos;

  public Ender(ProcFs proc, LongSupplier nanos) {
    this.proc = proc;
    this.nanos = nanos;
  }

  /** How it went. */
  public enum Outcome {
    /** Everything is dead after SIGTERM, or was before. */
    ENDED,
    /** SIGKILL was needed; everything is dead. */
    KILLED,
    /** Something still lives: it hangs in the kernel, or it is not ours to signal. */
    SURVIVED,
    /** The thread was interrupted: the adapter detaches, and nothing more is done. */
    INTERRUPTED
  }

  @Override
  public Outcome end(ProcessGroup group, Marker marker, Duration patience) {
    group.terminate();
    if (diesWithin(group, patience, false) && strays(marker).isEmpty()) {
      return Outcome.ENDED;
    }
    if (Thread.currentThread().isInterrupted()) {
      return Outcome.INTERRUPTED;
    }
    long deadline = nanos.getAsLong() + AFTER_KILL.toNanos();
    boolean dead = diesWithin(group, AFTER_KILL, true);
    for (List<ProcStat> left = strays(marker); !left.isEmpty(); left = strays(marker)) {
      left.forEach(stray -> groupOf(stray).kill());
      if (nanos.getAsLong() > deadline || !pause(LONGEST_PAUSE)) {
        return Thread.currentThread().isInterrupted() ? Outcome.INTERRUPTED : Outcome.SURVIVED;
      }
    }
    return dead ? Outcome.KILLED : Outcome.SURVIVED;
  }

  /** Ends a process that starts no other, and whose mark is not known, within this patience. */
  public Outcome end(ProcessGroup group, Duration patience) {
    group.terminate();
    if (diesWithin(group, patience, false)) {
      return Outcome.ENDED;
    }
    if (Thread.currentThread().isInterrupted()) {
      return Outcome.INTERRUPTED;
    }
    return diesWithin(group, AFTER_KILL, true) ? Outcome.KILLED : Outcome.SURVIVED;
  }

  private boolean diesWithin(ProcessGroup group, Duration patience, boolean kill) {
    long deadline = nanos.getAsLong() + patience.toNanos();
    for (long wait = FIRST_PAUSE; ; wait = Math.min(wait * 3 / 2, LONGEST_PAUSE)) {
      if (kill) {
        group.kill(); // why: again each round, a member may have forked since the last one
      }
      // why: the leader is one file to read, the members are a walk through all processes
      if (!group.leaderRuns() && group.members().isEmpty()) {
        return true;
      }
      if (nanos.getAsLong() >= deadline || (!kill && deaf(group)) || !pause(wait)) {
        return false;
      }
    }
  }

  /** why: what was stopped by a signal hears no SIGTERM, and patience with it is wasted. */
  private boolean deaf(ProcessGroup group) {
    return proc.stat(group.leader().pid()).filter(ProcStat::stopped).isPresent()
        && group.members().stream().allMatch(ProcStat::stopped);
  }

  /** Processes with this marker: they left the session, or the group could not be told. */
  private List<ProcStat> strays(Marker marker) {
    return proc.running().stream()
        .filter(s -> Marker.of(proc.environment(s.pid())).filter(marker::equals).isPresent())
        .toList();
  }

  private ProcessGroup groupOf(ProcStat stray) {
    return new ProcessGroup(
        proc, new ProcessIdentity(proc.bootId(), stray.pid(), stray.startTicks()));
  }

  private static boolean pause(long nanos) {
    LockSupport.parkNanos(nanos);
    return !Thread.currentThread().isInterrupted();
  }
}
