package io.berth.cli.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the kernel says of processes, read from {@code /proc}. A process that ends while it is read
 * is simply absent. Stateless; any thread may call it.
 */
public final class ProcFs {
  private static final int MOST_LOOKS = 200;
  private static final long LOOK_NANOS = 1_000_000;

  private final Path root;

  /** The real one. */
  public ProcFs() {
    this(Path.of("/proc"));
  }

  ProcFs(Path root) {
    this.root = root;
  }

  /** The kernel's random name of this boot. */
  public String bootId() {
    return text(root.resolve("sys/kernel/random/boot_id")).map(String::strip).orElse("unknown");
  }

  /** State, group and start time of a process; empty if there is none. */
  public Optional<ProcessStat> stat(long pid) {
    return text(root.resolve(pid + "/stat")).flatMap(ProcessStat::parse);
  }

  /** Its arguments, the program first; empty if there is none or it is not ours to read. */
  public List<String> commandLine(long pid) {
    return split(root.resolve(pid + "/cmdline"));
  }

  /**
   * The environment it was started with; empty if it is not ours to read. One that is about to
   * begin its program is waited for, which takes a moment.
   */
  public Map<String, String> environment(long pid) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String entry : environ(pid).split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        found.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return found;
  }

  /**
   * why again: what is read while the kernel exchanges the program ends anywhere, mostly before the
   * first word, and would prove nothing to be ours
   */
  private String environ(long pid) {
    Path file = root.resolve(pid + "/environ");
    Optional<String> text = text(file);
    // why of a program only: a zombie has none, nor has a part of the kernel
    for (int look = 1; look < MOST_LOOKS && isTorn(text) && program(pid).isPresent(); look++) {
      boolean begun = !commandLine(pid).isEmpty();
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

  /** The folder it works in. */
  public Optional<Path> workingFolder(long pid) {
    return link(root.resolve(pid + "/cwd"));
  }

  /** The program it runs. */
  public Optional<Path> program(long pid) {
    return link(root.resolve(pid + "/exe"));
  }

  /** All processes there are now. */
  public List<Long> pids() {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .forEach(name -> found.add(Long.parseLong(name)));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot list " + root + ": is /proc mounted?", e);
    }
    return found;
  }

  private static List<String> split(Path file) {
    return text(file)
        .map(text -> Stream.of(text.split("\0")).filter(part -> !part.isEmpty()).toList())
        .orElse(List.of());
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Optional<Path> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
