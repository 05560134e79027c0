package io.berth.lifecycle.capacity;

import io.berth.lifecycle.history.NodeSample;
import io.berth.lifecycle.history.StoredHistory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the levels of all resources out of what was measured. Pure. */
final class Levels {
  private static final double MINUTE_MILLIS = 60_000;
  private static final double LEAST_START_MILLIS = 100;
  private static final int STARTS_OVER = 10;

  private Levels() {}

  /**
   * All levels now.
   *
   * @param minutes the last ones, oldest first, this one included
   */
  static Map<Resource, Amount> of(
      StoredHistory.Minute now, List<NodeSample> minutes, int startConcurrency) {
    Map<Resource, Amount> limits = limits(now, startConcurrency);
    Map<Resource, Amount> levels = new EnumMap<>(Resource.class);
    limits.forEach(
        (resource, limit) ->
            levels.put(
                resource,
                new Amount(
                    resource == Resource.START_RATE
                        ? startRate(minutes)
                        : used(resource, now.sample(), limit.limit()),
                    limit.limit())));
    return levels;
  }

  /** What was used in an earlier minute, under the limit of now. */
  static double used(Resource resource, NodeSample minute, double limit) {
    return switch (resource) {
      case PORTS -> minute.portsUsed();
      case MEMORY -> limit - minute.memoryAvailableBytes();
      case FILE_DESCRIPTORS -> minute.openFiles();
      case START_RATE -> minute.starts();
      case DISK -> limit - minute.diskFreeBytes();
    };
  }

  private static Map<Resource, Amount> limits(StoredHistory.Minute now, int startConcurrency) {
    long ports = now.overview().ports().stream().mapToLong(use -> use.range().size()).sum();
    double start = Math.max(LEAST_START_MILLIS, now.overview().averageStartMillis());
    Map<Resource, Amount> limits = new EnumMap<>(Resource.class);
    limits.put(Resource.PORTS, new Amount(0, ports));
    limits.put(Resource.MEMORY, new Amount(0, now.machine().memoryBytes()));
    limits.put(Resource.FILE_DESCRIPTORS, new Amount(0, now.machine().mostFiles()));
    limits.put(Resource.START_RATE, new Amount(0, startConcurrency * MINUTE_MILLIS / start));
    limits.put(Resource.DISK, new Amount(0, now.machine().diskBytes()));
    return limits;
  }

  private static double startRate(List<NodeSample> minutes) {
    return minutes.stream()
        .skip(Math.max(0, minutes.size() - STARTS_OVER))
        .mapToLong(NodeSample::starts)
        .average()
        .orElse(0);
  }
}
