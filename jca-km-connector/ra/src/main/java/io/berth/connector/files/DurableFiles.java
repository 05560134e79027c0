package io.berth.connector.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only we may read and that are whole or not there, also after a power cut. */
public final class DurableFiles {
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> PRIVATE_FOLDERS =
      PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER);
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private DurableFiles() {}

  /** Makes the folder and what is missing above it, and makes it ours alone if it was there. */
  public static Path privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PRIVATE_FOLDERS);
    Files.setPosixFilePermissions(folder, PRIVATE_FOLDER);
    return folder;
  }

  /**
   * The same for a folder inside one that a KM may write to: a link there would lead us to where
   * only we may go, so it is refused.
   */
  static Path innerFolder(Path folder) throws IOException {
    requireNoLink(folder);
    return privateFolder(folder);
  }

  /** Fails when the name is a symbolic link, wherever it leads. */
  static void requireNoLink(Path name) throws IOException {
    if (Files.isSymbolicLink(name)) {
      throw new IOException(name + " is a symbolic link, which Berth never made: remove it");
    }
  }

  /** Whether it is a plain file by itself, in a folder that is one by itself: nothing is a link. */
  static boolean isPlain(Path file) {
    return Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes, syncs, renames over the old one, syncs the folder. Mode 0600. */
  public static void write(Path file, String content) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.getParent());
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
