package io.berth.cli.os;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * One command at a time changes what runs in a folder. The kernel lets go of the lock when its
 * holder dies, however it dies.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;
  private FileLock lock;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws CommandFailure if another holds it longer than the limit
   */
  public static FolderLock take(Path folder, Duration limit) {
    Path file = folder.resolve("lock");
    try {
      FolderLock taken =
          new FolderLock(
              FileChannel.open(
                  file,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------"))));
      if (!Waiting.until(limit, Duration.ofMillis(100), taken::tryLock)) {
        taken.close();
        throw new CommandFailure(
            "Another berth command is changing " + folder + "; wait for it, then try again.");
      }
      return taken;
    } catch (IOException e) {
      throw new CommandFailure("Cannot lock " + file + ": may this user write there?", e);
    }
  }

  private boolean tryLock() {
    try {
      lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    } catch (IOException e) {
      throw new CommandFailure("Cannot lock: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CommandFailure("Cannot unlock: " + e.getMessage(), e);
    }
  }
}
