package io.berth.km;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder that is soon full: a file system of a few megabytes where we may mount one, else a limit
 * on the size of each file ({@code RLIMIT_FSIZE}), which a write meets in the same place. Closing
 * it unmounts it.
 */
final class SmallDisk implements AutoCloseable {
  private static final long BLOCK = 512;

  private final Path folder;
  private final Path ballast;
  private final boolean mounted;

  private SmallDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
    this.mounted = mounted;
  }

  /**
   * @param megabytes how much there is, once there is room again; the half of it at first
   */
  static SmallDisk at(Path folder, int megabytes) throws IOException, InterruptedException {
    Files.createDirectory(folder);
    boolean mounted =
        done("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    SmallDisk disk = new SmallDisk(folder, mounted);
    if (mounted) {
      Files.write(disk.ballast, new byte[megabytes << 19]);
    }
    return disk;
  }

  /** The words of a command that is to run on it. */
  List<String> confined(List<String> command, int megabytes) {
    if (mounted) {
      return command;
    }
    List<String> words = new ArrayList<>();
    long blocks = ((long) megabytes << 19) / BLOCK;
    words.addAll(List.of("/bin/sh", "-c", "ulimit -S -f " + blocks + "; exec \"$0\" \"$@\""));
    words.addAll(command);
    return words;
  }

  /** As if an operator had cleared up. */
  void makeRoom(long pid) throws IOException, InterruptedException {
    boolean done =
        mounted
            ? Files.deleteIfExists(ballast)
            : done("prlimit", "--pid", Long.toString(pid), "--fsize=unlimited");
    if (!done) {
      throw new IOException("no room could be made on " + folder);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (mounted && !done("umount", folder.toString())) {
      throw new IOException(folder + " could not be unmounted");
    }
  }

  private static boolean done(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
