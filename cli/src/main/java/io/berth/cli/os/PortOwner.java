package io.berth.cli.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says whether a port can be listened on, and if not, who does. */
public final class PortOwner {
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  /** Whether we could listen there on loopback. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // why: without reuse a port whose last connections linger in TIME_WAIT counts as taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The listener in words, as far as it may be read. */
  public static String describe(ProcFs proc, int port) {
    return listener(proc, port)
        .map(pid -> "process " + pid + " (" + name(proc, pid) + ")")
        .orElse("a process that this user may not look at");
  }

  private static String name(ProcFs proc, long pid) {
    List<String> command = proc.commandLine(pid);
    return command.isEmpty() ? "?" : Path.of(command.get(0)).getFileName().toString();
  }

  static Optional<Long> listener(ProcFs proc, int port) {
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        Files.readAllLines(Path.of(table)).forEach(row -> inode(row, port).ifPresent(inodes::add));
      } catch (IOException absent) {
        continue;
      }
    }
    return inodes.isEmpty()
        ? Optional.empty()
        : proc.pids().stream().filter(pid -> holds(pid, inodes)).findFirst();
  }

  private static Optional<String> inode(String row, int port) {
    String[] fields = row.strip().split("\\s+");
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    boolean listens =
        fields.length > INODE
            && fields[LOCAL_ADDRESS].endsWith(suffix)
            && fields[STATE].equals(LISTEN);
    return listens ? Optional.of("socket:[" + fields[INODE] + "]") : Optional.empty();
  }

  private static boolean holds(long pid, Set<String> inodes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        if (inodes.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException gone) {
      return false;
    }
    return false;
  }
}
