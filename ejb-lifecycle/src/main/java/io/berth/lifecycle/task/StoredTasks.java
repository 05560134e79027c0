package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.project.ProjectRows;
import io.berth.lifecycle.project.StoredProjects;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The board in PostgreSQL. Called on any thread; each change and its history are one transaction.
 * Locks are taken in one order: links of the project, the task, tasks that wait for it in the order
 * of their ids.
 */
public final class StoredTasks implements Tasks {
  private static final int MOST = 1_000;

  private final Database database;

  public StoredTasks(Database database) {
    this.database = database;
  }

  @Override
  public List<Task> create(
      ProjectId project, List<NewTask> tasks, Optional<String> request, String actor)
      throws KmException {
    List<NewTask> checked = new ArrayList<>();
    for (NewTask task : tasks) {
      checked.add(
          new NewTask(
              task.key(),
              TaskRules.check(task.words()),
              task.dependencies(),
              task.parent(),
              task.parked()));
    }
    if (tasks.isEmpty() || tasks.size() > TaskRules.MOST_IN_BATCH) {
      throw TaskRules.invalid("a batch has 1 to " + TaskRules.MOST_IN_BATCH + " tasks");
    }
    String sender = "board:" + actor;
    return database.transact(
        t -> {
          if (request.isPresent()) {
            Optional<Map<String, Object>> before =
                RequestLedger.open(t, sender, request.get(), project + " " + checked);
            if (before.isPresent()) {
              return again(t, before.get());
            }
          }
          ProjectRows.lock(t, project).orElseThrow(() -> StoredProjects.missing(project));
          List<TaskId> ids = new TaskBatch(t, project, actor).write(checked);
          List<Task> made = TaskRows.find(t, ids);
          if (request.isPresent()) {
            RequestLedger.answer(
                t,
                sender,
                request.get(),
                Map.of("tasks", ids.stream().map(TaskId::toString).toList()));
          }
          return made;
        });
  }

  private static List<Task> again(Handle transaction, Map<String, Object> answer)
      throws KmException {
    List<Task> made = new ArrayList<>();
    for (Object id : (List<?>) answer.get("tasks")) {
      TaskId task = TaskId.of(id.toString());
      made.add(TaskRows.find(transaction, task).orElseThrow(() -> missing(task)));
    }
    return made;
  }

  @Override
  public Task get(TaskId id) throws KmException {
    return database.transact(t -> TaskRows.find(t, id)).orElseThrow(() -> missing(id));
  }

  @Override
  public List<Task> list(Wanted wanted) throws KmException {
    int limit = Math.max(1, Math.min(wanted.limit(), MOST));
    Wanted bounded =
        new Wanted(
            wanted.projects(),
            wanted.state(),
            wanted.label(),
            wanted.holder(),
            wanted.after(),
            limit);
    return database.transact(t -> TaskRows.list(t, bounded));
  }

  @Override
  public Task patch(TaskId id, TaskPatch patch, String actor) throws KmException {
    return database.transact(
        t -> {
          if (patch.dependencies().isPresent()) {
            TaskLinks.alone(t, id.project());
          } else if (patch.state().isPresent()) {
            TaskLinks.shared(t, id.project());
          }
          Task before = TaskRows.lock(t, id).orElseThrow(() -> missing(id));
          List<String> changed = new ArrayList<>(reword(t, before, patch));
          if (patch.dependencies().isPresent()) {
            relink(t, before, patch.dependencies().get());
            changed.add("dependencies");
          }
          if (!changed.isEmpty()) {
            TaskEvents.append(
                t, TaskEvents.Line.of(id, "changed", actor, Map.of("fields", changed)));
          }
          if (patch.state().isPresent()) {
            move(t, before, patch.state().get(), actor);
          }
          return TaskRows.find(t, id).orElseThrow();
        });
  }

  private static List<String> reword(Handle transaction, Task before, TaskPatch patch)
      throws KmException {
    TaskWords after = TaskRules.check(patch.words().apply(before.words()));
    if (after.equals(before.words())) {
      return List.of();
    }
    if (before.state().held() && !after.files().equals(before.words().files())) {
      throw new KmException(
          Problem.CONFLICT,
          "task "
              + before.id()
              + " is held: its files can be changed when its holder gave it back");
    }
    TaskRows.update(transaction, before.id(), after);
    return List.of("words");
  }

  private static void relink(Handle transaction, Task before, List<String> names)
      throws KmException {
    TaskId id = before.id();
    TaskBatch.requireOpen(transaction, id, "wait for others");
    if (names.size() > TaskRules.MOST_DEPENDENCIES) {
      throw TaskRules.invalid(
          "'dependencies' has more than " + TaskRules.MOST_DEPENDENCIES + " entries");
    }
    Set<TaskId> dependencies = new LinkedHashSet<>();
    for (String name : names) {
      dependencies.add(TaskBatch.existing(transaction, id.project(), "dependencies", name));
    }
    if (dependencies.contains(id)) {
      throw TaskBatch.circle(List.of(id.toString(), id.toString()), Map.of());
    }
    TaskLinks.clear(transaction, id);
    Set<TaskId> parts = new HashSet<>(before.subtasks());
    TaskLinks.insert(
        transaction,
        dependencies.stream()
            .filter(dependency -> !parts.contains(dependency))
            .map(dependency -> new TaskLinks.Link(id, dependency, false))
            .toList());
    List<String> circle = TaskLinks.graph(transaction, id.project()).circle(List.of(id.toString()));
    if (!circle.isEmpty()) {
      throw TaskBatch.circle(circle, Map.of());
    }
    TaskLinks.recount(transaction, List.of(id));
  }

  private static void move(Handle transaction, Task before, TaskState wanted, String actor)
      throws KmException {
    TaskState from = before.state();
    TaskMoves.Cause cause =
        switch (wanted) {
          case TODO -> TaskMoves.Cause.OPEN;
          case PARKED -> TaskMoves.Cause.PARK;
          case CANCELLED -> TaskMoves.Cause.CANCEL;
          default ->
              throw TaskRules.invalid(
                  "'status' can be set to todo, parked or cancelled; the others are reported by"
                      + " its holder");
        };
    TaskState to = wanted == TaskState.CANCELLED && from.held() ? TaskState.CANCELLING : wanted;
    if (from == to) {
      return;
    }
    TaskMoves.check(before.id().toString(), from, to, cause);
    TaskRows.move(transaction, before.id(), to);
    TaskEvents.Line line =
        TaskEvents.Line.of(before.id(), "moved", actor, Map.of("cause", cause.name()))
            .moving(from, to);
    // why the holder: it is told, wherever it is connected
    TaskEvents.append(
        transaction,
        before.holder().map(agent -> line.of(agent.value(), before.attempt())).orElse(line));
    if (to == TaskState.CANCELLED) {
      TaskLinks.settle(transaction, before.id(), to);
    }
  }

  @Override
  public void comment(TaskId id, String text, Optional<String> request, String actor)
      throws KmException {
    if (text.isBlank()) {
      throw TaskRules.invalid("'text' must not be empty");
    }
    TaskRules.text("text", text);
    String sender = "comment:" + actor;
    database.transact(
        t -> {
          if (request.isPresent()
              && RequestLedger.open(t, sender, request.get(), id + " " + text).isPresent()) {
            return null;
          }
          TaskRows.lock(t, id).orElseThrow(() -> missing(id));
          TaskEvents.append(t, TaskEvents.Line.of(id, "comment", actor, Map.of("text", text)));
          if (request.isPresent()) {
            RequestLedger.answer(t, sender, request.get(), Map.of());
          }
          return null;
        });
  }

  @Override
  public List<TaskEvent> history(TaskId id, long after, int limit) throws KmException {
    return database.transact(
        t -> {
          TaskRows.find(t, id).orElseThrow(() -> missing(id));
          return TaskEvents.after(t, id, after, Math.max(1, Math.min(limit, MOST)));
        });
  }

  @Override
  public Board board(ProjectId project) throws KmException {
    return database.transact(
        t -> {
          ProjectRows.find(t, project).orElseThrow(() -> StoredProjects.missing(project));
          Map<TaskState, Long> byState = new EnumMap<>(TaskState.class);
          t.createQuery("SELECT state, count(*) FROM task WHERE project = :p GROUP BY state")
              .bind("p", project.value())
              .map((row, c) -> byState.put(TaskState.valueOf(row.getString(1)), row.getLong(2)))
              .list();
          return t.createQuery(
                  """
                  SELECT
                    (SELECT count(*) FROM task WHERE project = :p AND state = 'TODO' AND open_dependencies = 0),
                    (SELECT count(*) FROM task WHERE project = :p AND ended_at IS NULL AND due_at < clock_timestamp()),
                    (SELECT count(*) FROM agent a WHERE a.project = :p OR EXISTS (SELECT 1 FROM task_claim c
                       JOIN task t ON t.id = c.task WHERE c.agent = a.id AND t.project = :p)),
                    (SELECT count(DISTINCT c.agent) FROM task_claim c JOIN task t ON t.id = c.task WHERE t.project = :p)
                  """)
              .bind("p", project.value())
              .map(
                  (row, c) ->
                      new Board(
                          project,
                          byState,
                          row.getLong(1),
                          row.getLong(2),
                          row.getLong(3),
                          row.getLong(4)))
              .one();
        });
  }

  /** The failure that says that there is no such task. */
  public static KmException missing(TaskId id) {
    return new KmException(
        Problem.NO_SUCH_TASK, "no task " + id + "; berth task list shows those there are");
  }
}
