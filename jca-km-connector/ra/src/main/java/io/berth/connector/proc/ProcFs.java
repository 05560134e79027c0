package io.berth.connector.proc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's {@code /proc}, read afresh at every call. A process that ends while it is read is
 * simply not there: nothing here throws for that. Thread-safe, without state.
 */
public final class ProcFs {
  /** {@code USER_HZ}: 100 on every Linux that a JVM runs on; part of the kernel's interface. */
  public static final long TICKS_PER_SECOND = 100;

  private static final String SOCKET = "socket:[";

  private static final int MOST_LOOKS = 200;
  private static final long LOOK_NANOS = 1_000_000;

  private static final int AT_PAGESZ = 6;
  private static final long USUAL_PAGE = 4096;

  private final Path root;
  private volatile String bootId = "";
  private volatile long pageBytes;

  public ProcFs() {
    this(Path.of("/proc"));
  }

  /** For tests: another folder of the same shape. */
  ProcFs(Path root) {
    this.root = root;
  }

  /** The identity of this boot of the kernel; empty where there is no {@code /proc}. */
  public String bootId() {
    // why kept: it is compared in every look at every adopted process, and outlives this JVM
    if (bootId.isEmpty()) {
      bootId = text(root.resolve("sys/kernel/random/boot_id")).map(String::strip).orElse("");
    }
    return bootId;
  }

  /** The size of the pages in which {@link ProcStat#rssPages} counts. */
  public long pageBytes() {
    if (pageBytes == 0) {
      pageBytes = readPageBytes();
    }
    return pageBytes;
  }

  private long readPageBytes() {
    try {
      ByteBuffer auxiliary =
          ByteBuffer.wrap(Files.readAllBytes(root.resolve("self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (auxiliary.remaining() >= 2 * Long.BYTES) {
        long type = auxiliary.getLong();
        long value = auxiliary.getLong();
        if (type == AT_PAGESZ && value > 0) {
          return value;
        }
      }
    } catch (IOException e) {
      return USUAL_PAGE; // why: a hardened host may hide it; nearly all have pages of this size
    }
    return USUAL_PAGE;
  }

  /** This boot and our network namespace: within it a port is one port. */
  public String host() {
    try {
      return bootId() + "/" + Files.readSymbolicLink(root.resolve("self/ns/net"));
    } catch (IOException e) {
      return bootId();
    }
  }

  /** What the process is called; empty if it is gone. */
  public String name(long pid) {
    return text(of(pid).resolve("comm")).map(String::strip).orElse("");
  }

  /** Whether we may look at what the process holds: if not, nothing can be said about it. */
  public boolean maySee(long pid) {
    return Files.isReadable(of(pid).resolve("fd"));
  }

  /** One process, if it exists. */
  public Optional<ProcStat> stat(long pid) {
    return text(of(pid).resolve("stat")).flatMap(ProcStat::parse);
  }

  /** Whether exactly this process still runs. */
  public boolean runs(ProcessIdentity identity) {
    return identity.bootId().equals(bootId())
        && stat(identity.pid())
            .filter(s -> s.alive() && s.startTicks() == identity.startTicks())
            .isPresent();
  }

  /** Every process that runs; zombies are left out. */
  public List<ProcStat> running() {
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path pid : pids) {
        text(pid.resolve("stat"))
            .flatMap(ProcStat::parse)
            .filter(ProcStat::alive)
            .ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot list " + root, e);
    }
    return all;
  }

  /** The running members of the group that this leader was started as. */
  public List<ProcStat> group(long leader) {
    return running().stream().filter(s -> s.belongsTo(leader)).toList();
  }

  /**
   * The environment it was started with; empty if it is gone or not ours to read. One that is about
   * to begin its program is waited for, which takes a moment.
   */
  public Map<String, String> environment(long pid) {
    Map<String, String> all = new HashMap<>();
    for (String entry : environ(pid).split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        all.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return all;
  }

  /**
   * why again: what is read while the kernel exchanges the program ends anywhere, mostly before the
   * first word, and would prove nothing to be ours
   */
  private String environ(long pid) {
    Path file = of(pid).resolve("environ");
    Optional<String> text = text(file);
    for (int look = 1; look < MOST_LOOKS && isTorn(text) && hasProgram(pid); look++) {
      boolean begun = text(of(pid).resolve("cmdline")).filter(String::isEmpty).isEmpty();
      if (!begun) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      Optional<String> again = text(file);
      if (begun && again.equals(text)) {
        break; // why: it has none, or wrote over it
      }
      text = again;
    }
    return text.orElse("");
  }

  private static boolean isTorn(Optional<String> text) {
    return text.isPresent() && !text.get().endsWith("\0");
  }

  /** Whether it is neither a zombie nor a part of the kernel. */
  private boolean hasProgram(long pid) {
    try {
      return Files.readSymbolicLink(of(pid).resolve("exe")).isAbsolute();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether any process runs whose command line contains this text. */
  public boolean isInACommand(String text) {
    return running().stream()
        .anyMatch(s -> text(of(s.pid()).resolve("cmdline")).orElse("").contains(text));
  }

  /** What a process keeps in memory; zero if it is gone. */
  public Memory memory(long pid) {
    return Memory.parse(text(of(pid).resolve("smaps_rollup")).orElse("").lines().toList());
  }

  /** Whether the process runs as the same user as we do; false if it is gone. */
  public boolean sameUser(long pid) {
    try {
      return Files.getOwner(of(pid)).equals(Files.getOwner(root.resolve("self")));
    } catch (IOException e) {
      return false;
    }
  }

  /** Everything that listens on TCP in our network namespace. */
  public List<ListeningSocket> listening() {
    List<ListeningSocket> all = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      text(root.resolve(table))
          .orElse("")
          .lines()
          .forEach(row -> ListeningSocket.parse(row).ifPresent(all::add));
    }
    return all;
  }

  /** The sockets that a process holds, as inodes. */
  public Set<Long> sockets(long pid) {
    Set<Long> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(of(pid).resolve("fd"))) {
      for (Path descriptor : descriptors) {
        inode(descriptor).ifPresent(inodes::add);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return inodes; // why: it ended, or it is not ours; what was read is true nevertheless
    }
    return inodes;
  }

  private static Optional<Long> inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET)
          ? Optional.of(Long.valueOf(target.substring(SOCKET.length(), target.length() - 1)))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Path of(long pid) {
    return root.resolve(Long.toString(pid));
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
