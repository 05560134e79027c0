package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.lifecycle.connector.Stages;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replacements of processes that were ordered by this life of the server. Requests that come
 * meanwhile are held by the adapter. Used by the driver; what is forgotten in a crash is seen in
 * the slots afterwards.
 */
final class Replacements {
  /** Failures that say something about the version. */
  private static final Set<Problem> VERDICTS = Set.of(Problem.START_FAILED, Problem.QUARANTINED);

  private record Ordered(MemberState during, CompletableFuture<ProcessSnapshot> outcome) {}

  private final Map<ProjectId, Ordered> ordered = new ConcurrentHashMap<>();
  private final StartOrders orders;

  Replacements(StartOrders orders) {
    this.orders = orders;
  }

  /** Ends the process and starts the next generation with whatever version is written down. */
  void begin(KmProcesses processes, Member member) {
    ProjectId project = member.project();
    ProcessSnapshot now = processes.snapshot(project);
    CompletionStage<ProcessSnapshot> outcome =
        now.state() == ProcessState.QUARANTINED
            ? processes
                .release(project)
                .thenCompose(free -> processes.restart(project, StopReason.ROLLOUT, orders))
            : processes.restart(project, StopReason.ROLLOUT, orders);
    ordered.put(project, new Ordered(member.state(), outcome.toCompletableFuture()));
  }

  /** Whether one was ordered in this state of the project and is not over. */
  boolean underWay(Member member) {
    return find(member).filter(o -> !o.outcome.isDone()).isPresent();
  }

  /** Why the one that was ordered in this state failed, if that says something. */
  Optional<String> refused(Member member) {
    return find(member)
        .filter(o -> o.outcome.isCompletedExceptionally())
        .flatMap(
            o -> {
              KmException why = failure(o.outcome);
              if (VERDICTS.contains(why.problem())) {
                return Optional.of(why.getMessage());
              }
              // why: a full node or a missing database is tried again until the patience is over
              ordered.remove(member.project());
              return Optional.empty();
            });
  }

  private Optional<Ordered> find(Member member) {
    return Optional.ofNullable(ordered.get(member.project()))
        .filter(o -> o.during == member.state());
  }

  private static KmException failure(CompletableFuture<ProcessSnapshot> outcome) {
    return outcome.handle((done, failed) -> Stages.asKm(failed, "the replacement")).join();
  }

  void retain(Set<ProjectId> projects) {
    ordered.keySet().retainAll(projects);
  }
}
