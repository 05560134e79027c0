package io.berth.lifecycle.process;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counters of live processes over the last minute, for rates. Filled by a timer; read by any
 * thread. Values of another generation are never compared.
 */
final class Samples {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 64;

  private record Sample(long at, long generation, long requests, long cpuMillis) {}

  private final Map<ProjectId, Deque<Sample>> samples = new HashMap<>();
  private final LongSupplier nanos;

  Samples(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes one sample of each. */
  Map<ProjectId, Usage> take(KmProcesses processes) {
    Map<ProjectId, Usage> usage = processes.usage();
    add(processes.snapshots(), usage);
    return usage;
  }

  synchronized void add(Collection<ProcessSnapshot> processes, Map<ProjectId, Usage> usage) {
    long now = nanos.getAsLong();
    samples.keySet().retainAll(usage.keySet());
    for (ProcessSnapshot process : processes) {
      Usage used = usage.get(process.project());
      if (used != null) {
        Deque<Sample> kept = samples.computeIfAbsent(process.project(), id -> new ArrayDeque<>());
        kept.removeIf(s -> now - s.at > WINDOW || s.generation != process.generation());
        if (kept.size() >= MOST) {
          kept.removeFirst();
        }
        kept.addLast(new Sample(now, process.generation(), process.requests(), used.cpuMillis()));
      }
    }
  }

  /** Requests per minute, from the oldest sample of the last minute until now. */
  synchronized double requestsPerMinute(ProcessSnapshot process) {
    return oldest(process)
        .map(s -> Math.max(0, process.requests() - s.requests) * 60e9 / since(s))
        .orElse(0.0);
  }

  /** Percent of one core, from the oldest sample of the last minute until now. */
  synchronized double cpuPercent(ProcessSnapshot process, Usage usage) {
    return oldest(process)
        .map(s -> Math.max(0, usage.cpuMillis() - s.cpuMillis) * 1e8 / since(s))
        .orElse(0.0);
  }

  private double since(Sample sample) {
    return Math.max(1, nanos.getAsLong() - sample.at);
  }

  private Optional<Sample> oldest(ProcessSnapshot process) {
    long now = nanos.getAsLong();
    return samples.getOrDefault(process.project(), new ArrayDeque<>()).stream()
        .filter(s -> s.generation == process.generation() && now - s.at <= 2 * WINDOW)
        // why: a rate over less than a second says nothing
        .filter(s -> now - s.at >= 1_000_000_000L)
        .findFirst();
  }
}
