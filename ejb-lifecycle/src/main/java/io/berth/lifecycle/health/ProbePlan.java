package io.berth.lifecycle.health;

import io.berth.connector.api.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/**
 * Which processes are probed now: each when its own pause, give or take a tenth, is over, the first
 * time at a random moment of it, so that hundreds of processes are not asked at once. A pause that
 * becomes shorter counts at once. One thread.
 */
final class ProbePlan {
  /** When it was asked last, and which part of its pause it waits this time. */
  private record Turn(long asked, double part) {}

  private final Map<ProjectId, Turn> turns = new HashMap<>();
  private final DoubleSupplier random;

  ProbePlan(DoubleSupplier random) {
    this.random = random;
  }

  /** Those of the live projects that are due now, the one that waited longest first. */
  <T> List<ProjectId> due(Map<ProjectId, T> live, ToLongFunction<T> pauseNanos, long nowNanos) {
    turns.keySet().retainAll(live.keySet());
    List<ProjectId> due = new ArrayList<>();
    live.forEach(
        (project, process) -> {
          if (isDue(project, pauseNanos.applyAsLong(process), nowNanos)) {
            due.add(project);
          }
        });
    due.sort((a, b) -> Long.compare(turns.get(a).asked - nowNanos, turns.get(b).asked - nowNanos));
    due.forEach(
        project -> turns.put(project, new Turn(nowNanos, 0.9 + 0.2 * random.getAsDouble())));
    return due;
  }

  private boolean isDue(ProjectId project, long pause, long now) {
    Turn turn = turns.get(project);
    if (turn == null) {
      turns.put(project, new Turn(now, random.getAsDouble()));
      return false;
    }
    return now - turn.asked >= pause * turn.part;
  }
}
