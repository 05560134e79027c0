package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Promises of workloads that they are still working. In memory: a restart of the node forgets them,
 * and a workload renews its own. Bounded for each project; any thread, never blocks.
 */
public final class BusyLeases {
  static final Duration LONGEST = Duration.ofDays(1);
  static final int MOST_PER_PROJECT = 100;
  private static final int LONGEST_HOLDER = 200;

  private final Map<ProjectId, Map<String, Instant>> ends = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public BusyLeases(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes or renews a lease. */
  public void hold(ProjectId project, String holder, Duration ttl) throws KmException {
    if (ttl == null || ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST) > 0) {
      throw new KmException(
          Problem.INVALID, "ttl must be longer than zero and at most " + LONGEST + ", like PT10M");
    }
    if (holder == null || holder.isBlank() || holder.length() > LONGEST_HOLDER) {
      throw new KmException(
          Problem.INVALID, "the holder's name must be 1 to " + LONGEST_HOLDER + " characters");
    }
    Instant now = clock.instant();
    Map<String, Instant> held =
        ends.compute(
            project,
            (id, before) -> {
              Map<String, Instant> after = new HashMap<>(before == null ? Map.of() : before);
              after.values().removeIf(end -> end.isBefore(now.minus(LONGEST)));
              if (after.size() >= MOST_PER_PROJECT) {
                after.values().removeIf(end -> !end.isAfter(now));
              }
              if (after.size() < MOST_PER_PROJECT || after.containsKey(holder)) {
                after.put(holder, now.plus(ttl));
              }
              return Map.copyOf(after);
            });
    if (!held.containsKey(holder)) {
      throw new KmException(
          Problem.OVERLOADED,
          "project "
              + project
              + " has "
              + MOST_PER_PROJECT
              + " busy leases already; end some first");
    }
  }

  /** Ends a lease now; the project was busy until this moment. */
  public void release(ProjectId project, String holder) {
    Instant now = clock.instant();
    ends.computeIfPresent(
        project,
        (id, before) -> {
          Map<String, Instant> after = new HashMap<>(before);
          after.computeIfPresent(holder, (name, end) -> end.isAfter(now) ? now : end);
          return Map.copyOf(after);
        });
  }

  /** The end of the latest lease, in the future or the past. */
  public Optional<Instant> busyUntil(ProjectId project) {
    Map<String, Instant> held = ends.getOrDefault(project, Map.of());
    return held.isEmpty() ? Optional.empty() : Optional.of(Collections.max(held.values()));
  }

  /** Forgets projects whose leases all ended long ago. Called by the maintenance timer. */
  public void forgetOld() {
    Instant old = clock.instant().minus(LONGEST);
    ends.values().removeIf(held -> held.values().stream().allMatch(end -> end.isBefore(old)));
  }
}
