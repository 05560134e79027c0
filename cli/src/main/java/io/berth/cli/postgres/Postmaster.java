package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.Signals;
import io.berth.cli.os.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The processes of one cluster, told from all others by what they run (our own {@code postgres})
 * and where (the cluster's data folder), so that a pid that was given to somebody else is never
 * mistaken.
 */
final class Postmaster {
  private static final Duration FAST = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE = Duration.ofSeconds(5);
  private static final Duration KILL = Duration.ofSeconds(5);

  private final ClusterFolder folder;
  private final ProcFs proc;

  Postmaster(ClusterFolder folder, ProcFs proc) {
    this.folder = folder;
    this.proc = proc;
  }

  /** The running postmaster's own record. */
  Optional<LockFile> running() {
    return LockFile.read(folder.postmasterPid()).filter(lock -> isOurs(lock.pid()));
  }

  /**
   * Clears what a postmaster that was killed left behind: its children, then its lock file, which
   * PostgreSQL would otherwise respect if the pid lives on as another process.
   */
  void clearRemains() throws IOException {
    if (running().isPresent()) {
      return;
    }
    end(processes());
    Files.deleteIfExists(folder.postmasterPid());
  }

  /** Stops it, gently first. */
  void stop() {
    Optional<LockFile> lock = running();
    if (lock.isPresent()) {
      long pid = lock.get().pid();
      Signals.send("INT", pid);
      if (!Waiting.until(FAST, () -> processes().isEmpty()) && isOurs(pid)) {
        // why: an immediate shutdown is as safe as a crash, the write-ahead log is replayed.
        Signals.send("QUIT", pid);
      }
    }
    end(processes());
  }

  private void end(List<Long> pids) {
    // why: children end by themselves when they notice that their postmaster is gone.
    if (pids.isEmpty() || Waiting.until(IMMEDIATE, () -> processes().isEmpty())) {
      return;
    }
    processes().forEach(pid -> Signals.send("KILL", pid));
    if (!Waiting.until(KILL, () -> processes().isEmpty())) {
      throw new CommandFailure(
          "PostgreSQL processes " + processes() + " of " + folder.root() + " do not end.");
    }
  }

  private List<Long> processes() {
    return proc.pids().stream().filter(this::isOurs).toList();
  }

  private boolean isOurs(long pid) {
    return proc.stat(pid).filter(stat -> stat.running()).isPresent()
        && proc.workingFolder(pid).filter(real(folder.data())::equals).isPresent()
        && proc.program(pid).filter(program -> program.startsWith(real(folder.root()))).isPresent();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      return path.toAbsolutePath();
    }
  }
}
