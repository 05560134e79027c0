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
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.project.EffectiveSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Probes READY processes and restarts those that fail again and again. Called by a timer, which it
 * never holds up: probes run on the executor, at most eight at once, and what finds no place is
 * tried at the next tick. A probe is no activity and starts nothing.
 */
public final class HealthWatch {
  private static final Logger LOG = System.getLogger(HealthWatch.class.getName());
  private static final int AT_ONCE = 8;

  private final Connector connector;
  private final EffectiveSettings settings;
  private final StartOrders orders;
  private final Executor executor;
  private final LongSupplier nanos;
  private final ProbePlan plan;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<ProjectId, HealthPolicy.Streak> streaks = new ConcurrentHashMap<>();

  public HealthWatch(
      Connector connector,
      EffectiveSettings settings,
      StartOrders orders,
      Executor executor,
      LongSupplier nanos,
      Duration interval) {
    this.connector = connector;
    this.settings = settings;
    this.orders = orders;
    this.executor = executor;
    this.nanos = nanos;
    this.plan = new ProbePlan(interval, Math::random);
  }

  /** Begins the probes that are due. */
  public void tick() throws KmException {
    KmProcesses processes = connector.processes();
    List<ProjectId> live =
        processes.snapshots().stream()
            .filter(process -> process.state() == ProcessState.READY)
            .map(ProcessSnapshot::project)
            .toList();
    streaks.keySet().retainAll(live);
    for (ProjectId project : plan.due(live, nanos.getAsLong())) {
      if (places.tryAcquire()) {
        begin(processes, project);
      }
    }
  }

  private void begin(KmProcesses processes, ProjectId project) {
    CompletableFuture<Void> probe =
        Stages.supply(
            executor,
            () -> {
              probe(processes, project);
              return null;
            });
    probe.whenComplete(
        (done, failure) -> {
          places.release();
          if (failure != null) {
            LOG.log(Level.WARNING, "health check of " + project + " failed", failure);
          }
        });
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
    boolean healthy = result.get().healthy();
    HealthPolicy.Verdict verdict =
        HealthPolicy.decide(
            streaks.getOrDefault(project, HealthPolicy.Streak.NONE),
            after.generation(),
            healthy,
            // why: what is well needs no settings, and so no database
            healthy ? 0 : threshold(project, after.generation(), result.get().detail()));
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
