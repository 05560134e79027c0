package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentRows;
import io.berth.lifecycle.agent.StoredAgents;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.StoredTasks;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskEvents;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskLinks;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskRows;
import io.berth.lifecycle.task.TaskRules;
import io.berth.lifecycle.task.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** An operator's orders about claims, each one transaction. Called on any thread. */
public final class StoredOrders implements ClaimOrders {
  private final Database database;
  private final ClaimTimes times;

  public StoredOrders(Database database, ClaimTimes times) {
    this.database = database;
    this.times = times;
  }

  @Override
  public Task takeBack(TaskId id, Optional<AgentId> next, String reason, String actor)
      throws KmException {
    TaskRules.text("reason", reason);
    return database.transact(
        t -> {
          TaskRows.lockToEnd(t, id);
          ClaimRows.Held held = ClaimRows.held(t, id).orElseThrow(() -> StoredTasks.missing(id));
          Task task = held.task();
          if (next.isPresent()) {
            requireSkills(t, task, next.get());
          }
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("reason", reason);
          next.ifPresent(agent -> details.put("next", agent.value()));
          if (held.claim().isPresent()) {
            end(t, held, next, details, actor);
          } else if (next.isPresent() && task.state().open()) {
            TaskRows.reserve(t, id, next.get(), times.reservation());
            TaskEvents.append(
                t,
                TaskEvents.Line.of(id, "reassigned", actor, details)
                    .of(next.get().value(), task.attempt()));
          } else {
            throw new KmException(
                Problem.CONFLICT,
                "task "
                    + id
                    + " is "
                    + task.state().label()
                    + ": nobody holds it, so there is nothing to take back");
          }
          return TaskRows.find(t, id).orElseThrow();
        });
  }

  @Override
  public Task finish(TaskId id, String reason, String actor) throws KmException {
    TaskRules.text("reason", reason);
    return database.transact(
        t -> {
          TaskRows.lockToEnd(t, id);
          ClaimRows.Held held = ClaimRows.held(t, id).orElseThrow(() -> StoredTasks.missing(id));
          Task task = held.task();
          if (task.state() == TaskState.DONE) {
            return task;
          }
          TaskMoves.check(id.toString(), task.state(), TaskState.DONE, TaskMoves.Cause.FINISH);
          if (task.openDependencies() > 0) {
            throw new KmException(
                Problem.CONFLICT,
                "task "
                    + id
                    + " waits for others that are not done ("
                    + task.openDependencies()
                    + "): finish those first, or take them out of its dependencies");
          }
          finish(t, held, reason, actor);
          return TaskRows.find(t, id).orElseThrow();
        });
  }

  private static void finish(Handle transaction, ClaimRows.Held held, String reason, String actor) {
    Task task = held.task();
    TaskEvents.Line line =
        TaskEvents.Line.of(
            task.id(),
            "finished",
            actor,
            Map.of("cause", TaskMoves.Cause.FINISH.name(), "reason", reason));
    if (held.claim().isPresent()) {
      Leaving.end(transaction, held, TaskState.DONE, 0, Leaving.Extras.NONE, line);
    } else {
      TaskRows.move(transaction, task.id(), TaskState.DONE);
      TaskEvents.append(transaction, line.moving(task.state(), TaskState.DONE));
      TaskLinks.settle(transaction, task.id(), TaskState.DONE);
    }
  }

  private void end(
      Handle transaction,
      ClaimRows.Held held,
      Optional<AgentId> next,
      Map<String, Object> details,
      String actor) {
    Task task = held.task();
    ClaimRows.Claim claim = held.claim().orElseThrow();
    TaskMoves.Return goes =
        TaskMoves.leaving(
            task.state(),
            TaskMoves.Cause.TAKE_BACK,
            task.tries(),
            task.words().maxAttempts(),
            task.words()
                .budget()
                .spent(task.spentTokens(), task.spentTime().plus(claim.heldFor())));
    details.put("cause", goes.cause().name());
    Optional<String> reserved =
        goes.to() == TaskState.TODO ? next.map(AgentId::value) : Optional.empty();
    Leaving.end(
        transaction,
        held,
        goes.to(),
        0,
        new Leaving.Extras(Optional.empty(), Optional.empty(), reserved, times.reservation()),
        TaskEvents.Line.of(
            task.id(), next.isPresent() ? "reassigned" : "taken-back", actor, details));
  }

  private static void requireSkills(Handle transaction, Task task, AgentId id) throws KmException {
    Agent agent = AgentRows.find(transaction, id).orElseThrow(() -> StoredAgents.missing(id));
    List<String> missing =
        task.words().requiredSkills().stream().filter(s -> !agent.skills().contains(s)).toList();
    if (!missing.isEmpty()) {
      throw new KmException(
          Problem.CONFLICT,
          "agent "
              + id
              + " has not the skills that task "
              + task.id()
              + " requires: "
              + String.join(", ", missing));
    }
  }
}
