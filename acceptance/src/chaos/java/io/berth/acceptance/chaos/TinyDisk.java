package io.berth.acceptance.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own below a project's folder, so that "disk full" is the kernel's
 * word. Needs the right to mount (root); where there is none the run says so and goes on without.
 */
final class TinyDisk implements AutoCloseable {
  private static final String SIZE = "24m";

  private final Path folder;
  private boolean mounted;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it; {@link #isThere} tells whether that was possible. */
  static TinyDisk at(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    TinyDisk disk = new TinyDisk(folder);
    disk.mounted =
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + SIZE + ",mode=0700",
            "tmpfs",
            folder.toString());
    return disk;
  }

  boolean isThere() {
    return mounted;
  }

  Path folder() {
    return folder;
  }

  /** Takes every byte that is left. */
  void fill() throws IOException {
    try (FileChannel file =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int size : new int[] {256 * 1024, 4096, 1}) {
        writeUntilFull(file, size);
      }
    }
  }

  private static void writeUntilFull(FileChannel file, int size) {
    try {
      while (true) {
        file.write(ByteBuffer.allocate(size), file.size());
      }
    } catch (IOException full) {
      return;
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() {
    if (mounted) {
      mounted = !run("umount", folder.toString());
    }
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (OutputStream none = process.getOutputStream()) {
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
