package io.berth.lifecycle.health;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Traffic;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.project.EffectiveSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Probes READY processes and restarts those that fail again and again. Called by a timer, which it
 * never holds up: what is due waits in a line that at most eight threads of the executor work off.
 * A probe is no activity and starts nothing.
 */
public final class HealthWatch {
  private static final Logger LOG = System.getLogger(HealthWatch.class.getName());
  private static final int AT_ONCE = 8;

  private final Connector connector;
  private final EffectiveSettings settings;
  private final StartOrders orders;
  private final Executor executor;
  private final LongSupplier nanos;
  private final InstantSource clock;
  private final Duration interval;
  private final Duration longest;
  private final Duration timeout;
  private final BiConsumer<ProcessSnapshot, ProbeResult> seen;
  private final Evidence evidence;
  private final ProbePlan plan = new ProbePlan(Math::random);
  private final Queue<ProjectId> line = new ConcurrentLinkedQueue<>();
  private final Set<ProjectId> inLine = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<ProjectId, HealthPolicy.Streak> streaks = new ConcurrentHashMap<>();

  /**
   * @param longest the longest pause between two probes of a quiet process
   * @param timeout how long a probe may take; callers who wait as long make the next one come
   *     sooner
   * @param seen hears of every probe of a process that did not change meanwhile; never blocks
   */
  public HealthWatch(
      Connector connector,
      EffectiveSettings settings,
      StartOrders orders,
      Executor executor,
      LongSupplier nanos,
      InstantSource clock,
      Duration interval,
      Duration longest,
      Duration timeout,
      BiConsumer<ProcessSnapshot, ProbeResult> seen) {
    this.connector = connector;
    this.settings = settings;
    this.orders = orders;
    this.executor = executor;
    this.nanos = nanos;
    this.clock = clock;
    this.interval = interval;
    this.longest = longest;
    this.timeout = timeout;
    this.evidence = new Evidence(timeout);
    this.seen = seen;
  }

  /** Begins the probes that are due. */
  public void tick() throws KmException {
    KmProcesses processes = connector.processes();
    Instant now = clock.instant();
    Map<ProjectId, ProcessSnapshot> live = new HashMap<>();
    for (ProcessSnapshot process : processes.snapshots()) {
      if (process.state() == ProcessState.READY) {
        live.put(process.project(), process);
      }
    }
    streaks.keySet().retainAll(live.keySet());
    Set<ProjectId> suspected = suspected(live, processes.traffic());
    plan.due(live, process -> pause(process, suspected, now).toNanos(), nanos.getAsLong()).stream()
        .filter(inLine::add)
        .forEach(line::add);
    for (int i = 0; i < AT_ONCE && !line.isEmpty() && places.tryAcquire(); i++) {
      Stages.supply(executor, () -> workOff(processes))
          .whenComplete((done, failure) -> places.release());
    }
  }

  private Set<ProjectId> suspected(
      Map<ProjectId, ProcessSnapshot> live, Map<ProjectId, Traffic> traffic) {
    evidence.retain(live.keySet());
    Set<ProjectId> suspected = new HashSet<>();
    for (ProcessSnapshot process : live.values()) {
      if (evidence.suspicious(process, traffic.get(process.project()), nanos.getAsLong())) {
        suspected.add(process.project());
      }
    }
    return suspected;
  }

  private Duration pause(ProcessSnapshot process, Set<ProjectId> suspected, Instant now) {
    HealthPolicy.Streak streak = streaks.get(process.project());
    int failures =
        streak == null || streak.generation() != process.generation() ? 0 : streak.failures();
    Duration pause = ProbePace.pause(process, failures, interval, longest, now);
    return suspected.contains(process.project()) ? ProbePace.suspected(pause, timeout) : pause;
  }

  private Void workOff(KmProcesses processes) {
    for (ProjectId next = line.poll(); next != null; next = line.poll()) {
      try {
        probe(processes, next);
      } catch (KmException | RuntimeException e) {
        LOG.log(Level.WARNING, "health check of " + next + " failed", e);
      } finally {
        // why only now: one failed probe must not be counted by two who asked at once
        inLine.remove(next);
      }
    }
    return null;
  }

  /** why none in an outage: nothing could be started in place of what would be ended. */
  private int threshold(ProjectId project, long generation, String detail) throws KmException {
    try {
      return settings.of(project).healthFailures();
    } catch (KmException e) {
      if (e.problem() != Problem.UNAVAILABLE) {
        throw e;
      }
      LOG.log(
          Level.WARNING,
          "project {0} generation {1} is unhealthy ({2}) and is not restarted while the database"
              + " is out of reach",
          project,
          generation,
          detail);
      return 0;
    }
  }

  private void probe(KmProcesses processes, ProjectId project) throws KmException {
    ProcessSnapshot before = processes.snapshot(project);
    Optional<ProbeResult> result = processes.probe(project);
    ProcessSnapshot after = processes.snapshot(project);
    if (result.isEmpty()
        || after.state() != ProcessState.READY
        || after.generation() != before.generation()) {
      return;
    }
    seen.accept(after, result.get());
    boolean healthy = result.get().healthy();
    HealthPolicy.Verdict verdict =
        HealthPolicy.decide(
            streaks.getOrDefault(project, HealthPolicy.Streak.NONE),
            after.generation(),
            healthy,
            // why: what is well needs no settings, and so no database
            healthy
                ? 0
                : HealthPolicy.needed(
                    result.get().finding(),
                    threshold(project, after.generation(), result.get().detail())));
    streaks.put(project, verdict.streak());
    if (verdict.restart()) {
      LOG.log(
          Level.WARNING,
          "project {0} generation {1} is unhealthy and is restarted: {2}",
          project,
          after.generation(),
          result.get().detail());
      processes.restart(project, StopReason.UNHEALTHY, orders);
    }
  }
}
