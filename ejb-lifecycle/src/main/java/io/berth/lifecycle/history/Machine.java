package io.berth.lifecycle.history;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine has left. In a container with a memory limit the limit counts, less what KMs and
 * server take. What cannot be read is told as unlimited (a limit of zero). Any thread.
 */
public final class Machine {
  /**
   * One look.
   *
   * @param openFiles descriptors that this server holds
   * @param mostFiles how many it may hold
   */
  public record Reading(
      long openFiles,
      long mostFiles,
      long memoryAvailableBytes,
      long memoryBytes,
      long diskFreeBytes,
      long diskBytes) {}

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path SELF = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  private final Path data;

  public Machine(Path data) {
    this.data = data;
  }

  /** Looks. */
  public Reading read(long kmBytes) {
    long openFiles = 0;
    long mostFiles = 0;
    long limit = 0;
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      openFiles = unix.getOpenFileDescriptorCount();
      mostFiles = unix.getMaxFileDescriptorCount();
      limit = unix.getTotalMemorySize();
    }
    long total = field("MemTotal:");
    long available = field("MemAvailable:");
    if (limit > 0 && limit < total) {
      total = limit;
      available = Math.min(available, Math.max(0, limit - kmBytes - ownBytes()));
    }
    return new Reading(
        openFiles, mostFiles, available, total, usable(data), data.toFile().getTotalSpace());
  }

  private static long usable(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  private static long field(String name) {
    try {
      return Files.readAllLines(MEMORY).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static long ownBytes() {
    try {
      return Long.parseLong(Files.readString(SELF).split(" ")[1]) * PAGE;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
