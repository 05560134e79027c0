package io.berth.lifecycle.health;

import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * When each process is probed next: once per interval, give or take a tenth, the first time at a
 * random moment of the interval, so that hundreds of processes are not asked at once. One thread.
 */
final class ProbePlan {
  private final Map<ProjectId, Long> next = new HashMap<>();
  private final Duration interval;
  private final DoubleSupplier random;

  ProbePlan(Duration interval, DoubleSupplier random) {
    this.interval = interval;
    this.random = random;
  }

  /** Those of the live projects that are due now; their next time is planned. */
  List<ProjectId> due(Collection<ProjectId> live, long nowNanos) {
    next.keySet().retainAll(live);
    return live.stream().filter(project -> isDue(project, nowNanos)).toList();
  }

  private boolean isDue(ProjectId project, long now) {
    Long planned = next.get(project);
    if (planned == null) {
      next.put(project, now + (long) (interval.toNanos() * random.getAsDouble()));
      return false;
    }
    if (planned - now > 0) {
      return false;
    }
    next.put(project, now + (long) (interval.toNanos() * (0.9 + 0.2 * random.getAsDouble())));
    return true;
  }
}
