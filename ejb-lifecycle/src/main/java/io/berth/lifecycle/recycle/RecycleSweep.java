package io.berth.lifecycle.recycle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.idle.BusyLeases;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Replaces processes that are too old, one at a time, the oldest first. Called by a timer; never
 * waits for a process. Requests that come meanwhile are held and served by the next generation. A
 * process that served nobody is only ended: the next request starts its successor.
 */
public final class RecycleSweep {
  private static final Logger LOG = System.getLogger(RecycleSweep.class.getName());

  private final Connector connector;
  private final EffectiveSettings settings;
  private final BusyLeases leases;
  private final StartOrders orders;
  private final InstantSource clock;
  private CompletableFuture<ProcessSnapshot> current = CompletableFuture.completedFuture(null);

  public RecycleSweep(
      Connector connector,
      EffectiveSettings settings,
      BusyLeases leases,
      StartOrders orders,
      InstantSource clock) {
    this.connector = connector;
    this.settings = settings;
    this.leases = leases;
    this.orders = orders;
    this.clock = clock;
  }

  /** Begins to replace the oldest process that is due, unless another is being replaced. */
  public synchronized void sweep() throws KmException {
    if (!current.isDone()) {
      return;
    }
    KmProcesses processes = connector.processes();
    List<ProcessSnapshot> oldestFirst =
        processes.snapshots().stream()
            .filter(process -> process.state() == ProcessState.READY)
            .filter(process -> process.startedAt().isPresent())
            .sorted(Comparator.comparing(process -> process.startedAt().get()))
            .toList();
    for (ProcessSnapshot process : oldestFirst) {
      try {
        ProjectSettings own = settings.of(process.project());
        if (isDue(process, own)) {
          current = replace(processes, process, own).toCompletableFuture();
          return;
        }
      } catch (KmException e) {
        if (e.problem() == Problem.UNAVAILABLE) {
          // why: what is ended in an outage could not be started again
          throw e;
        }
        LOG.log(Level.WARNING, "the age of " + process.project() + " is not looked at", e);
      }
    }
  }

  private CompletionStage<ProcessSnapshot> replace(
      KmProcesses processes, ProcessSnapshot old, ProjectSettings own) {
    ProjectId project = old.project();
    return processes
        .stop(
            project,
            StopReason.RECYCLED,
            latest -> latest.generation() == old.generation() && isDue(latest, own))
        .thenCompose(
            after -> {
              boolean ended =
                  after.state() == ProcessState.STOPPED && after.generation() == old.generation();
              return ended && (old.requests() > 0 || isKept(project, own))
                  ? processes.ensure(project, orders)
                  : CompletableFuture.completedFuture(after);
            })
        .whenComplete(
            (after, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "the replacement of " + project + " failed", failure);
              }
            });
  }

  private boolean isDue(ProcessSnapshot process, ProjectSettings own) {
    boolean busy = isBusy(process.project());
    return RecyclePolicy.isDue(process, own.recycling(), busy, clock.instant());
  }

  /** Whether somebody relies on the process although it served nobody. */
  private boolean isKept(ProjectId project, ProjectSettings own) {
    Instant now = clock.instant();
    return isBusy(project)
        || own.schedule().keepWarm().flatMap(windows -> windows.until(now)).isPresent();
  }

  private boolean isBusy(ProjectId project) {
    Instant now = clock.instant();
    return leases.busyUntil(project).filter(end -> end.isAfter(now)).isPresent();
  }
}
