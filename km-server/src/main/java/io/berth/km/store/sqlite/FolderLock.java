package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The proof that one process alone uses a project's folder: a lock on {@code km.lock} that the
 * kernel holds as long as the process lives, however it ends. The file names the holder's pid for
 * people; it is never deleted, because a lock on a deleted file protects nothing.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "km.lock";
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static FolderLock take(Path realFolder) {
    // why: the kernel lets a process lock twice, and closing the second channel would drop the lock
    if (!HELD.add(realFolder)) {
      throw locked(realFolder, "this process");
    }
    boolean taken = false;
    try {
      FolderLock lock = lock(realFolder);
      taken = true;
      return lock;
    } catch (IOException e) {
      throw new KnowledgeException(
          Kind.UNAVAILABLE, realFolder.resolve(NAME) + " cannot be locked: " + e.getMessage(), e);
    } finally {
      if (!taken) {
        HELD.remove(realFolder);
      }
    }
  }

  private static FolderLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw locked(folder, "process " + holder(channel));
      }
      byte[] pid =
          (ProcessHandle.current().pid() + "\n")
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
      taken = true;
      return new FolderLock(folder, channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return new String(
            bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.US_ASCII)
        .strip();
  }

  private static KnowledgeException locked(Path folder, String holder) {
    return new KnowledgeException(
        Kind.LOCKED,
        folder + " is in use by " + holder + "; one process alone may serve a project's folder");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new KnowledgeException(
          Kind.UNAVAILABLE, "the lock of " + folder + " could not be closed", e);
    } finally {
      HELD.remove(folder);
    }
  }
}
