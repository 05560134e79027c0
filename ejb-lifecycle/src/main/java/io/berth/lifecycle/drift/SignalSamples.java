package io.berth.lifecycle.drift;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one sample a minute of each signal out of what was counted since the last one. Probe times
 * are told by any thread; the rest is called by one timer.
 */
final class SignalSamples {
  private static final int MOST_PROBES = 16;
  private static final long LEAST_ANSWERS = 20;
  private static final double MEGA = 1_000_000;

  private record Probes(long generation, List<Double> millis) {}

  private final Map<ProjectId, Probes> probes = new HashMap<>();
  private final Map<ProjectId, Traffic> before = new HashMap<>();

  synchronized void probed(ProjectId project, long generation, Duration took) {
    Probes known = probes.get(project);
    if (known == null || known.generation != generation) {
      known = new Probes(generation, new ArrayList<>());
      probes.put(project, known);
    }
    if (known.millis.size() < MOST_PROBES) {
      known.millis.add(took.toNanos() / MEGA);
    }
  }

  synchronized void retain(java.util.Set<ProjectId> live) {
    probes.keySet().retainAll(live);
    before.keySet().retainAll(live);
  }

  /** The samples of one process; a signal about which nothing is known is not among them. */
  synchronized Map<Signal, Double> take(
      ProjectId project, long generation, Optional<Usage> usage, Optional<Traffic> traffic) {
    Map<Signal, Double> samples = new EnumMap<>(Signal.class);
    usage.ifPresent(used -> samples.put(Signal.MEMORY, used.rssBytes() / MEGA));
    Probes known = probes.remove(project);
    if (known != null && known.generation == generation) {
      samples.put(Signal.PROBE_LATENCY, DriftPolicy.median(known.millis));
    }
    traffic
        .filter(now -> now.generation() == generation)
        .ifPresent(now -> rates(before.get(project), now, samples, project));
    return samples;
  }

  private void rates(Traffic last, Traffic now, Map<Signal, Double> samples, ProjectId project) {
    if (last == null || last.generation() != now.generation()) {
      before.put(project, now);
      return;
    }
    long answered = now.answered() - last.answered();
    // why wait: a rate of a handful says nothing, so they are gathered until they are enough
    if (answered >= LEAST_ANSWERS) {
      before.put(project, now);
      samples.put(Signal.ANSWER_LATENCY, (now.nanos() - last.nanos()) / MEGA / answered);
      samples.put(Signal.ERROR_RATE, 100.0 * (now.failed() - last.failed()) / answered);
    }
  }
}
