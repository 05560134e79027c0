package io.berth.connector.warm;

import io.berth.connector.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What warm processes have on disk, {@code DIR/warm/NODE} with mode 0700: for each its control
 * socket, its output until it is assigned, and what its rehearsal wrote. Nothing in it outlives the
 * process it belongs to by more than the next clean-up.
 */
public final class WarmFolder {
  /** The kernel takes no longer names for sockets, the zero at their end included. */
  private static final int LONGEST_SOCKET = 107;

  private static final long MOST_OUTPUT = 256 * 1024;
  private static final int LINES_SHOWN = 5;

  private final Path folder;

  public WarmFolder(Path dataFolder, String node) {
    this.folder = dataFolder.toAbsolutePath().normalize().resolve("warm").resolve(node);
  }

  /** The folder itself, which is where warm processes work. */
  Path path() {
    return folder;
  }

  /** Makes it. */
  void make() throws IOException {
    DurableFiles.privateFolder(folder.getParent());
    DurableFiles.privateFolder(folder);
  }

  /** Where the process of this id listens. */
  Path socket(String id) throws IOException {
    Path socket = folder.resolve(id + ".sock");
    int length = socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET) {
      throw new IOException(
          "the name of the control socket "
              + socket
              + " has "
              + length
              + " bytes, the kernel takes "
              + LONGEST_SOCKET
              + "; a data folder with a shorter name, or berth.warm-pool.size=0, helps");
    }
    return socket;
  }

  /** An empty file for its output. */
  Path makeOutput(String id) throws IOException {
    return Files.createFile(
        output(id),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  Path output(String id) {
    return folder.resolve(id + ".log");
  }

  /** The last lines of its output, as the end of an error message. */
  String said(String id) {
    try {
      Path file = output(id);
      if (Files.size(file) == 0 || Files.size(file) > MOST_OUTPUT) {
        return "";
      }
      List<String> lines = Files.readAllLines(file);
      return "; last lines: "
          + String.join(
              " | ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether a file can be moved from here to there without being copied. */
  boolean sameFileSystem(Path other) {
    try {
      return Objects.equals(
          Files.getAttribute(folder, "unix:dev"), Files.getAttribute(other, "unix:dev"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Removes what the process of this id left; it must be dead, or assigned. */
  void clear(String id) throws IOException {
    removeAll(name -> name.startsWith(id + "."));
  }

  /** Removes everything; called when none of this node's processes is warm. */
  public void clear() throws IOException {
    removeAll(name -> true);
  }

  private void removeAll(java.util.function.Predicate<String> which) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(file -> which.test(file.getFileName().toString())).toList();
    }
    for (Path file : found) {
      removeTree(file);
    }
  }

  private static void removeTree(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(root)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
