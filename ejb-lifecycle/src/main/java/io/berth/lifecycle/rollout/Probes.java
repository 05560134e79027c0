package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Stages;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Health probes of the projects under observation, about one a second each, on the executor. A
 * project is unwell after two failures in a row of one generation. Asked by the driver, which it
 * never holds up.
 */
final class Probes {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();
  private static final int STREAK = 2;

  private record Seen(
      long generation, int failures, String complaint, long nextAt, boolean underWay) {}

  private final Map<ProjectId, Seen> seen = new ConcurrentHashMap<>();
  private final Executor executor;
  private final LongSupplier nanos;

  Probes(Executor executor, LongSupplier nanos) {
    this.executor = executor;
    this.nanos = nanos;
  }

  /** What is wrong with this generation, as far as is known; begins a probe when one is due. */
  String complaint(KmProcesses processes, ProjectId project, long generation) {
    Seen known =
        seen.compute(
            project,
            (p, old) ->
                old == null || old.generation != generation
                    ? new Seen(generation, 0, "", nanos.getAsLong(), false)
                    : old);
    if (!known.underWay && known.nextAt - nanos.getAsLong() <= 0) {
      begin(processes, project, known);
    }
    return known.failures >= STREAK ? known.complaint : "";
  }

  private void begin(KmProcesses processes, ProjectId project, Seen known) {
    seen.replace(
        project,
        known,
        new Seen(known.generation, known.failures, known.complaint, known.nextAt, true));
    Stages.supply(executor, () -> processes.probe(project))
        .whenComplete((result, failure) -> note(project, known.generation, result));
  }

  private void note(ProjectId project, long generation, Optional<ProbeResult> result) {
    seen.computeIfPresent(
        project,
        (p, old) -> {
          if (old.generation != generation) {
            return old;
          }
          long next = nanos.getAsLong() + PAUSE;
          // why: no result is no verdict
          if (result == null || result.isEmpty()) {
            return new Seen(generation, old.failures, old.complaint, next, false);
          }
          boolean well = result.get().finding() == ProbeResult.Finding.WELL;
          return new Seen(
              generation, well ? 0 : old.failures + 1, result.get().detail(), next, false);
        });
  }

  void retain(Set<ProjectId> projects) {
    seen.keySet().retainAll(projects);
  }
}
