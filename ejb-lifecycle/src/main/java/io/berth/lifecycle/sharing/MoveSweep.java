package io.berth.lifecycle.sharing;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.project.StoredProjects;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Moves projects that are awake to where they are to live, one at a time: drained and ended here,
 * and only then, as the next generation, started there. Requests that come meanwhile are held.
 * Called by a timer; never waits for a process. A project that sleeps needs no move: its next start
 * is there.
 */
public final class MoveSweep {
  private static final Logger LOG = System.getLogger(MoveSweep.class.getName());

  private final Connector connector;
  private final Database database;
  private final StoredProjects projects;
  private final StartOrders orders;
  private CompletableFuture<ProcessSnapshot> current = CompletableFuture.completedFuture(null);

  public MoveSweep(
      Connector connector, Database database, StoredProjects projects, StartOrders orders) {
    this.connector = connector;
    this.database = database;
    this.projects = projects;
    this.orders = orders;
  }

  /** Begins one move, unless another is under way. */
  public synchronized void sweep() throws KmException {
    if (!current.isDone()) {
      return;
    }
    KmProcesses processes = connector.processes();
    List<ProcessSnapshot> ready =
        processes.snapshots().stream()
            .filter(process -> process.state() == ProcessState.READY)
            .toList();
    if (ready.isEmpty()) {
      return;
    }
    Set<ProjectId> shared = database.transact(SharingRows::shared);
    for (ProcessSnapshot process : ready) {
      if (isShared(process) != shared.contains(process.project())
          && projects.find(process.project()).isPresent()) {
        current = move(processes, process).toCompletableFuture();
        return;
      }
    }
  }

  private static boolean isShared(ProcessSnapshot process) {
    return process.startSource().filter(StartSource.SHARED::equals).isPresent();
  }

  private CompletionStage<ProcessSnapshot> move(KmProcesses processes, ProcessSnapshot old) {
    ProjectId project = old.project();
    return processes
        .stop(project, StopReason.MOVED, latest -> latest.generation() == old.generation())
        .thenCompose(
            after ->
                after.state() == ProcessState.STOPPED && after.generation() == old.generation()
                    ? processes.ensure(project, orders)
                    : CompletableFuture.completedFuture(after))
        .whenComplete(
            (after, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "the move of " + project + " failed", failure);
              }
            });
  }
}
