package io.berth.connector.proc;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a process give way to other sessions, too. Linux may share the processors out by session
 * (autogroup); then a process's nice level counts within its own session only, and the session has
 * one of its own. Called on the thread that started the process; never changes the share of the
 * session that this process is in.
 */
public final class SessionShare {
  private static final int MOST_LOOKS = 100;
  private static final long LOOK_NANOS = 5_000_000;

  /** What belongs to no session: what the first process starts, and what is ending. */
  private static final Optional<String> NOBODYS = Optional.of("");

  private final Path root;
  private final Runnable pause;

  public SessionShare() {
    this(Path.of("/proc"), () -> LockSupport.parkNanos(LOOK_NANOS));
  }

  /** For tests: another folder of the same shape, and what happens between two looks. */
  SessionShare(Path root, Runnable pause) {
    this.root = root;
    this.pause = pause;
  }

  /**
   * Sets the nice level of the session that a child is about to lead, once it does.
   *
   * @return false if it still was at the usual one after half a second, or may not be set
   */
  public boolean lower(long pid, int nice) {
    Optional<String> mine = group("self");
    if (mine.isEmpty()) {
      return true; // why: this kernel shares out by thread, and the process's own level counts
    }
    for (int look = 0; look < MOST_LOOKS; look++) {
      Optional<String> its = group(Long.toString(pid));
      if (its.isEmpty()) {
        return true; // why: it has ended, and whoever waits for it says so
      }
      try {
        // why compared: until setsid(2) is over the share would be ours; and nobody's has no name
        if (!its.equals(mine) && !its.equals(NOBODYS)) {
          Files.writeString(
              file(Long.toString(pid)), Integer.toString(nice), StandardOpenOption.WRITE);
          return true;
        }
      } catch (FileSystemException forbidden) {
        return false;
      } catch (IOException full) {
        // why once more: the kernel takes ten a second of all users that are not root
      }
      pause.run();
    }
    return false;
  }

  /** The name of the group; empty if there is no such process, or no kernel with groups. */
  private Optional<String> group(String process) {
    try {
      return Optional.of(Files.readString(file(process)).split(" ", 2)[0].strip());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private Path file(String process) {
    return root.resolve(process).resolve("autogroup");
  }
}
