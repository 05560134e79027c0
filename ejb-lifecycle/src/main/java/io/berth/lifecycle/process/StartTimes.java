package io.berth.lifecycle.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long starts took lately, for the time that a start still needs. A running mean for each
 * project and one for all. In memory; any thread.
 */
final class StartTimes {
  private static final int MOST = 10_000;

  private final Map<ProjectId, Double> ofProject = new ConcurrentHashMap<>();
  private final AtomicReference<Double> ofAll = new AtomicReference<>();

  void took(ProjectId project, Duration time) {
    if (time.isNegative()) {
      return;
    }
    double millis = time.toMillis();
    if (ofProject.size() < MOST || ofProject.containsKey(project)) {
      ofProject.merge(project, millis, StartTimes::mix);
    }
    ofAll.accumulateAndGet(millis, (before, now) -> before == null ? now : mix(before, now));
  }

  private static double mix(double before, double now) {
    return 0.7 * before + 0.3 * now;
  }

  /** What is left of a start; empty if it is none, or nothing is known. Never negative. */
  Optional<Duration> eta(ProcessSnapshot process, Instant now) {
    Double usual = ofProject.getOrDefault(process.project(), ofAll.get());
    if (process.state() != ProcessState.STARTING || usual == null) {
      return Optional.empty();
    }
    Duration spent = Duration.between(process.startedAt().orElse(now), now);
    Duration left = Duration.ofMillis(usual.longValue()).minus(spent);
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }
}
