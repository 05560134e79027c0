package io.berth.lifecycle.history;

import java.time.Instant;
import java.util.Map;

/**
 * One node in one minute; or, added up by {@link Buckets}, all nodes in a longer time.
 *
 * @param at the beginning of the minute, or of the longer time
 * @param node its name; empty when added up
 * @param projects registered in the installation
 * @param active READY processes
 * @param rssBytes of all KMs
 * @param pssBytes of all KMs, shared pages divided
 * @param savedBytes what the sleeping projects would take
 * @param cpuPercent of one core, all KMs together
 * @param requestsPerMinute to KMs
 * @param starts processes that became READY in this time
 * @param stops processes that ended in this time
 * @param ports in use, range by range
 * @param openFiles descriptors that the server holds
 * @param memoryAvailableBytes on the machine
 * @param diskFreeBytes where the data folder is
 */
public record NodeSample(
    Instant at,
    String node,
    long projects,
    double active,
    long rssBytes,
    long pssBytes,
    long savedBytes,
    double cpuPercent,
    double requestsPerMinute,
    long starts,
    long stops,
    Map<String, Integer> ports,
    long openFiles,
    long memoryAvailableBytes,
    long diskFreeBytes) {
  public NodeSample {
    ports = Map.copyOf(ports);
  }

  /** Ports in use, all ranges together. */
  public int portsUsed() {
    return ports.values().stream().mapToInt(Integer::intValue).sum();
  }
}
