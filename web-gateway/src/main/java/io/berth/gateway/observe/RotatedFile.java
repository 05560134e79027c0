package io.berth.gateway.observe;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that only its owner reads and that never outgrows its bound: when it is full it becomes
 * {@code .1}, that one {@code .2}, and the last one goes. Continued after a restart. Used by one
 * thread; blocks on the disk.
 */
final class RotatedFile implements Closeable {
  private final Path file;
  private final long most;
  private final int files;
  private OutputStream out;
  private long size;

  /**
   * @param most bytes of one file
   * @param files how many there are, the current one among them
   */
  RotatedFile(Path file, long most, int files) {
    this.file = file;
    this.most = most;
    this.files = files;
  }

  /** Writes whole lines; they stay together in one file. */
  void write(byte[] lines) throws IOException {
    if (out == null) {
      open();
    }
    if (size > 0 && size + lines.length > most) {
      close();
      rotate();
      open();
    }
    out.write(lines);
    size += lines.length;
  }

  private void open() throws IOException {
    Files.createDirectories(
        file.toAbsolutePath().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException continued) {
      size = Files.size(file);
    }
    out = new FileOutputStream(file.toFile(), true);
    size = Files.size(file);
  }

  private void rotate() throws IOException {
    for (int i = files - 1; i > 0; i--) {
      Path from = i == 1 ? file : numbered(i - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    // why: with a bound of one file there is none to become
    Files.deleteIfExists(file);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      OutputStream old = out;
      out = null;
      old.close();
    }
  }
}
