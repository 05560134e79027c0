package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.idle.BusyLeases;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRows;
import io.berth.lifecycle.project.StoredProjects;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Serves those who need processes. A demand for a READY process is answered on the caller's thread
 * from memory; everything else that may block runs on the executor. What an operator orders is in
 * the audit before it is done.
 */
public final class DemandedProcesses implements ProjectLifecycle {
  private final Connector connector;
  private final StoredProjects projects;
  private final StartOrders orders;
  private final Database database;
  private final StoredEvents events;
  private final BusyLeases leases;
  private final ProcessViews views;
  private final Executor executor;

  DemandedProcesses(
      Connector connector,
      StoredProjects projects,
      StartOrders orders,
      Database database,
      StoredEvents events,
      BusyLeases leases,
      ProcessViews views,
      Executor executor) {
    this.connector = connector;
    this.projects = projects;
    this.orders = orders;
    this.database = database;
    this.events = events;
    this.leases = leases;
    this.views = views;
    this.executor = executor;
  }

  @Override
  public CompletionStage<ProcessSnapshot> demand(ProjectId project) {
    try {
      KmProcesses processes = connector.processes();
      ProcessSnapshot now = processes.snapshot(project);
      if (now.state().servesNow()) {
        return CompletableFuture.completedFuture(now);
      }
      Optional<Optional<Project>> copy = projects.findCopy(project);
      if (copy.isPresent()) {
        return copy.get().isPresent()
            ? processes.ensure(project, orders)
            : CompletableFuture.failedFuture(StoredProjects.missing(project));
      }
      return Stages.supply(executor, () -> projects.require(project))
          .thenCompose(found -> processes.ensure(project, orders));
    } catch (KmException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public ProcessSnapshot now(ProjectId project) throws KmException {
    return connector.processes().snapshot(project);
  }

  @Override
  public CompletionStage<ProcessSnapshot> start(ProjectId project, String actor) {
    return ordered(
        project, "start", actor, "RUNNING", processes -> processes.ensure(project, orders));
  }

  @Override
  public CompletionStage<ProcessSnapshot> stop(ProjectId project, String actor) {
    return ordered(
        project,
        "stop",
        actor,
        "STOPPED",
        processes -> processes.stop(project, StopReason.OPERATOR, snapshot -> true));
  }

  @Override
  public CompletionStage<ProcessSnapshot> restart(ProjectId project, String actor) {
    return ordered(
        project,
        "restart",
        actor,
        "RUNNING",
        processes -> processes.restart(project, StopReason.RESTART, orders));
  }

  @Override
  public CompletionStage<ProcessSnapshot> release(ProjectId project, String actor) {
    return ordered(project, "release", actor, "ON_DEMAND", processes -> processes.release(project));
  }

  private interface Command {
    CompletionStage<ProcessSnapshot> to(KmProcesses processes);
  }

  private CompletionStage<ProcessSnapshot> ordered(
      ProjectId project, String what, String actor, String desired, Command command) {
    return Stages.supply(
            executor,
            () -> {
              KmProcesses processes = connector.processes();
              audit(project, what, actor, desired, processes.snapshot(project));
              return processes;
            })
        .thenCompose(command::to);
  }

  private void audit(
      ProjectId project, String what, String actor, String desired, ProcessSnapshot now)
      throws KmException {
    NewEvent event =
        new NewEvent(
            "process." + what + "-ordered",
            Optional.of(project),
            now.generation(),
            actor,
            "while " + now.state());
    LifecycleEvent written =
        database.transact(
            t -> {
              if (!ProjectRows.desire(t, project, desired)) {
                throw StoredProjects.missing(project);
              }
              return events.append(t, event).orElseThrow();
            });
    events.committed(written.id());
  }

  @Override
  public ProcessView process(ProjectId project) throws KmException {
    projects.require(project);
    return views.view(connector.processes(), project);
  }

  @Override
  public void busy(ProjectId project, String holder, Duration ttl) throws KmException {
    projects.require(project);
    leases.hold(project, holder, ttl);
    connector.processes().touch(project);
  }

  @Override
  public void idle(ProjectId project, String holder) throws KmException {
    projects.require(project);
    leases.release(project, holder);
  }
}
