package io.berth.connector.host;

import io.berth.connector.files.DurableFiles;
import io.berth.connector.files.ProcessLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What shared processes have on disk, {@code DIR/hosts/NODE} with mode 0700: for each its control
 * socket and a folder with its output, gone with the process.
 */
public final class HostFolder {
  /** The kernel takes no longer names for sockets, the zero at their end included. */
  private static final int LONGEST_SOCKET = 107;

  private static final int LINES_SHOWN = 10;

  private final Path folder;

  public HostFolder(Path dataFolder, String node) {
    this.folder = dataFolder.toAbsolutePath().normalize().resolve("hosts").resolve(node);
  }

  /** Makes what the process of this id needs; where its output goes. */
  Path make(String id) throws IOException {
    DurableFiles.privateFolder(folder.getParent());
    DurableFiles.privateFolder(folder);
    return log(DurableFiles.privateFolder(home(id))).rotate();
  }

  /** Where the process of this id works. */
  Path home(String id) {
    return folder.resolve(id);
  }

  /** Where the process of this id listens. */
  Path socket(String id) throws IOException {
    Path socket = folder.resolve(id + ".sock");
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET) {
      throw new IOException(
          "the name of the control socket "
              + socket
              + " has "
              + length
              + " bytes, the kernel takes "
              + LONGEST_SOCKET
              + "; choose a data folder with a shorter name, or keep the project dedicated");
    }
    return socket;
  }

  /** The last lines of its output. */
  List<String> said(String id) {
    return log(home(id)).tail(LINES_SHOWN);
  }

  /** Keeps its output from growing without end. */
  void bound(String id, long mostBytes) throws IOException {
    log(home(id)).bound(mostBytes);
  }

  private static ProcessLog log(Path home) {
    return new ProcessLog(home);
  }

  /** Removes what the process of this id left; it must be dead. */
  void clear(String id) throws IOException {
    Files.deleteIfExists(folder.resolve(id + ".sock"));
    if (!Files.isDirectory(home(id))) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(home(id))) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
