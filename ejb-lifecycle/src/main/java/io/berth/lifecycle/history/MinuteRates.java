package io.berth.lifecycle.history;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Makes samples of live processes out of counters that only grow, by the difference to the last
 * time. Counters of another generation are never compared. Called by one timer.
 */
final class MinuteRates {
  private static final double NANOS_PER_MILLI = 1e6;

  private record Count(long generation, long requests, long cpuMillis, long answered, long nanos) {}

  private Map<ProjectId, Count> before = Map.of();
  private Instant beforeAt;

  /** One sample of each process that was measured. */
  List<ProjectSample> take(
      Collection<ProcessSnapshot> processes,
      Map<ProjectId, Usage> usage,
      Map<ProjectId, Traffic> traffic,
      Instant now) {
    Map<ProjectId, Count> counts = new HashMap<>();
    List<ProjectSample> samples = new ArrayList<>();
    for (ProcessSnapshot process : processes) {
      Usage used = usage.get(process.project());
      if (used != null && process.state().mayHaveProcess()) {
        Count count = count(process, used, traffic.get(process.project()));
        counts.put(process.project(), count);
        samples.add(sample(process, used, count, now));
      }
    }
    before = counts;
    beforeAt = now;
    return samples;
  }

  private static Count count(ProcessSnapshot process, Usage used, Traffic traffic) {
    boolean same = traffic != null && traffic.generation() == process.generation();
    return new Count(
        process.generation(),
        process.requests(),
        used.cpuMillis(),
        same ? traffic.answered() : 0,
        same ? traffic.nanos() : 0);
  }

  private ProjectSample sample(ProcessSnapshot process, Usage used, Count count, Instant now) {
    Count last = last(process, count);
    double minutes = minutes(process, now);
    long answered = count.answered - last.answered;
    return new ProjectSample(
        now,
        process.project(),
        process.generation(),
        used.rssBytes(),
        used.pssBytes(),
        Math.max(0, count.cpuMillis - last.cpuMillis) / (600 * minutes),
        Math.max(0, count.requests - last.requests) / minutes,
        answered > 0
            ? OptionalDouble.of((count.nanos - last.nanos) / NANOS_PER_MILLI / answered)
            : OptionalDouble.empty());
  }

  /** What is subtracted: the last count, nothing for a new process, all for one just found. */
  private Count last(ProcessSnapshot process, Count count) {
    Count known = before.get(process.project());
    if (known != null && known.generation == process.generation()) {
      return known;
    }
    boolean isNew =
        beforeAt != null && process.startedAt().filter(t -> t.isAfter(beforeAt)).isPresent();
    return isNew ? new Count(process.generation(), 0, 0, 0, 0) : count;
  }

  private double minutes(ProcessSnapshot process, Instant now) {
    Instant begun = beforeAt == null ? now.minus(Duration.ofMinutes(1)) : beforeAt;
    Instant began = process.startedAt().filter(t -> t.isAfter(begun)).orElse(begun);
    // why a second at least: the first moments of a process make no rate
    return Math.max(1_000, Duration.between(began, now).toMillis()) / 60_000.0;
  }
}
