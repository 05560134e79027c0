package io.berth.connector.port;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Reserves one port per project. The project's last port comes first; then ports that were never
 * used, lowest first; then the one that was given back longest ago, so that a port rests before
 * another project gets it. Thread-safe; asks the operating system before it gives a port away.
 */
public final class PortAllocator {
  /** A foreign listener is looked at again after this, or when nothing else is left. */
  private static final Duration FOREIGN_REST = Duration.ofMinutes(1);

  private final List<PortRange> ranges;
  private final IntPredicate free;
  private final LongSupplier nanos;
  private final Map<Integer, ProjectId> held = new HashMap<>();
  private final Map<Integer, Long> foreign = new HashMap<>();
  private final Map<Integer, Long> released = new HashMap<>();

  /**
   * @param free whether nothing listens on a port: {@link FreePort} outside tests
   */
  public PortAllocator(List<PortRange> ranges, IntPredicate free, LongSupplier nanos) {
    this.ranges = List.copyOf(ranges);
    this.free = free;
    this.nanos = nanos;
  }

  /** A port for this project alone, until {@link #release}; empty if every one is taken. */
  public synchronized OptionalInt reserve(ProjectId project, OptionalInt preferred) {
    if (preferred.isPresent() && inRange(preferred.getAsInt()) && take(preferred.getAsInt())) {
      held.put(preferred.getAsInt(), project);
      return preferred;
    }
    OptionalInt port = first(false);
    if (port.isEmpty()) {
      port = first(true);
    }
    port.ifPresent(p -> held.put(p, project));
    return port;
  }

  /** Notes that a running process, found after a restart, holds this port; false if taken. */
  public synchronized boolean claim(int port, ProjectId project) {
    ProjectId holder = held.putIfAbsent(port, project);
    return holder == null || holder.equals(project);
  }

  /** Gives a port back. Ignored if the project does not hold it. */
  public synchronized void release(int port, ProjectId project) {
    if (held.remove(port, project)) {
      released.put(port, nanos.getAsLong());
    }
  }

  /** Gives a port back on which somebody else turned out to listen. */
  public synchronized void stolen(int port, ProjectId project) {
    release(port, project);
    foreign.put(port, nanos.getAsLong());
  }

  /** Who holds a port. */
  public synchronized Optional<ProjectId> holder(int port) {
    return Optional.ofNullable(held.get(port));
  }

  /** Whether every port of the ranges is held by a project. */
  public synchronized boolean exhausted() {
    return ports().allMatch(held::containsKey);
  }

  /** The ports, range by range. */
  public synchronized List<PortUse> use() {
    return ranges.stream().map(this::use).toList();
  }

  /** The ranges as an error shows them. */
  public String display() {
    return ranges.toString();
  }

  private PortUse use(PortRange range) {
    Map<Integer, ProjectId> used = new HashMap<>(held);
    used.keySet().removeIf(port -> !range.contains(port));
    Set<Integer> others = new HashSet<>(foreign.keySet());
    others.removeIf(port -> !range.contains(port));
    return new PortUse(range, used, others);
  }

  private OptionalInt first(boolean alsoForeign) {
    return ports()
        .boxed()
        .filter(port -> !held.containsKey(port) && (alsoForeign || !rests(port)))
        // why: sorted is stable, so among ports that were never used the lowest comes first
        .sorted(java.util.Comparator.comparingLong(port -> released.getOrDefault(port, never())))
        .mapToInt(Integer::intValue)
        .filter(this::take)
        .findFirst();
  }

  private boolean take(int port) {
    if (held.containsKey(port)) {
      return false;
    }
    if (!free.test(port)) {
      foreign.put(port, nanos.getAsLong());
      return false;
    }
    foreign.remove(port);
    return true;
  }

  private boolean rests(int port) {
    Long seen = foreign.get(port);
    return seen != null && nanos.getAsLong() - seen < FOREIGN_REST.toNanos();
  }

  private long never() {
    return Long.MIN_VALUE;
  }

  private boolean inRange(int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }

  private IntStream ports() {
    return ranges.stream().flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last()));
  }
}
