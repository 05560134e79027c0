package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Writes a batch of new tasks with what they wait for, and their first lines of history, within one
 * transaction. Used once.
 */
final class TaskBatch {
  private record Row(TaskId id, NewTask task, Optional<TaskId> parent, Set<TaskId> dependencies) {
    TaskRows.NewRow toWrite(int open) {
      return new TaskRows.NewRow(id, task, parent, open);
    }
  }

  private final Handle transaction;
  private final ProjectId project;
  private final String actor;
  private final Map<String, TaskId> byKey = new HashMap<>();
  private Set<String> existing = Set.of();

  TaskBatch(Handle transaction, ProjectId project, String actor) {
    this.transaction = transaction;
    this.project = project;
    this.actor = actor;
  }

  List<TaskId> write(List<NewTask> tasks) throws KmException {
    long last = numbers(tasks.size());
    long number = last - tasks.size();
    List<TaskId> ids = new ArrayList<>();
    for (NewTask task : tasks) {
      number++;
      TaskId id = new TaskId(project, number);
      ids.add(id);
      if (task.key().isPresent() && byKey.put(task.key().get(), id) != null) {
        throw TaskRules.invalid("two tasks of the batch have the key '" + task.key().get() + "'");
      }
    }
    existing = existing(tasks);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      rows.add(row(ids.get(i), tasks.get(i)));
    }
    insert(rows);
    return ids;
  }

  private long numbers(int count) {
    transaction.execute(
        "INSERT INTO task_turn (project) VALUES (?) ON CONFLICT DO NOTHING", project.value());
    return transaction
        .createQuery(
            """
            INSERT INTO task_board (project, last_number) VALUES (:project, :count)
            ON CONFLICT (project) DO UPDATE SET last_number = task_board.last_number + :count
            RETURNING last_number
            """)
        .bind("project", project.value())
        .bind("count", count)
        .mapTo(Long.class)
        .one();
  }

  private Row row(TaskId id, NewTask task) throws KmException {
    if (task.dependencies().size() > TaskRules.MOST_DEPENDENCIES) {
      throw TaskRules.invalid(
          "'dependencies' has more than " + TaskRules.MOST_DEPENDENCIES + " entries");
    }
    Set<TaskId> dependencies = new LinkedHashSet<>();
    for (String name : task.dependencies()) {
      dependencies.add(resolve("dependencies", name));
    }
    Optional<TaskId> parent = Optional.empty();
    if (task.parent().isPresent()) {
      parent = Optional.of(resolve("parent", task.parent().get()));
    }
    return new Row(id, task, parent, dependencies);
  }

  /** A key of the batch, or the id of a task of the project. */
  private TaskId resolve(String field, String name) throws KmException {
    TaskId inBatch = byKey.get(name);
    return inBatch == null ? existing(existing, project, field, name) : inBatch;
  }

  /** Of all that the tasks name and the batch has not, what there is, in one round trip. */
  private Set<String> existing(List<NewTask> tasks) {
    Set<String> names = new LinkedHashSet<>();
    for (NewTask task : tasks) {
      names.addAll(task.dependencies());
      task.parent().ifPresent(names::add);
    }
    names.removeIf(name -> byKey.containsKey(name) || !TaskId.isValid(name));
    return TaskRows.existing(transaction, names);
  }

  static TaskId existing(Handle transaction, ProjectId project, String field, String name)
      throws KmException {
    return existing(TaskRows.existing(transaction, Set.of(name)), project, field, name);
  }

  private static TaskId existing(Set<String> there, ProjectId project, String field, String name)
      throws KmException {
    TaskId id;
    try {
      id = TaskId.of(name);
    } catch (IllegalArgumentException e) {
      throw TaskRules.invalid("'" + field + "': " + e.getMessage() + ", or a key of the batch");
    }
    if (!id.project().equals(project)) {
      throw TaskRules.invalid(
          "'" + field + "': " + id + " is of another project; tasks wait only for tasks of theirs");
    }
    if (!there.contains(id.toString())) {
      throw TaskRules.invalid("'" + field + "': there is no task " + id);
    }
    return id;
  }

  private void insert(List<Row> rows) throws KmException {
    Map<TaskId, Set<TaskId>> waits = waits(rows);
    // why parents first: a row refers to its parent's row
    List<Row> left = new ArrayList<>(rows);
    Set<TaskId> waiting = new HashSet<>(rows.stream().map(Row::id).toList());
    while (!left.isEmpty()) {
      List<Row> next =
          left.stream()
              .filter(r -> r.parent.isEmpty() || !waiting.contains(r.parent.get()))
              .toList();
      if (next.isEmpty()) {
        throw TaskRules.invalid("tasks of the batch are parts of each other");
      }
      TaskRows.insert(
          transaction,
          next.stream().map(r -> r.toWrite(waits.getOrDefault(r.id, Set.of()).size())).toList(),
          actor);
      next.forEach(row -> waiting.remove(row.id));
      left.removeAll(next);
    }
    TaskEvents.append(transaction, rows.stream().map(this::created).toList());
    link(rows, waits);
  }

  /** What waits for what by this batch: for its dependencies, and for its parts. */
  private static Map<TaskId, Set<TaskId>> waits(List<Row> rows) {
    Map<TaskId, Set<TaskId>> waits = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!row.dependencies.isEmpty()) {
        waits.computeIfAbsent(row.id, id -> new LinkedHashSet<>()).addAll(row.dependencies);
      }
      row.parent.ifPresent(p -> waits.computeIfAbsent(p, id -> new LinkedHashSet<>()).add(row.id));
    }
    return waits;
  }

  private TaskEvents.Line created(Row row) {
    TaskState state = row.task.parked() ? TaskState.PARKED : TaskState.TODO;
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("name", row.task.words().name());
    details.put("state", state.label());
    details.put("priority", row.task.words().priority().label());
    details.put(
        "dependencies",
        row.dependencies.stream()
            .sorted(Comparator.comparingLong(TaskId::number))
            .map(TaskId::toString)
            .toList());
    row.parent.ifPresent(parent -> details.put("parent", parent.toString()));
    return TaskEvents.Line.of(row.id, "created", actor, details);
  }

  /**
   * Writes the links. why so late that the links of the project are held alone, and only if
   * something that is there already is linked: meanwhile nobody ends a task, and what is new can
   * neither be ended nor be seen.
   */
  private void link(List<Row> rows, Map<TaskId, Set<TaskId>> waits) throws KmException {
    Set<TaskId> made = new HashSet<>(rows.stream().map(Row::id).toList());
    Set<TaskId> parents = new TreeSet<>(Comparator.comparing(TaskId::toString));
    waits.keySet().stream().filter(id -> !made.contains(id)).forEach(parents::add);
    List<TaskLinks.Link> links = new ArrayList<>();
    for (Row row : rows) {
      if (row.dependencies.contains(row.id)) {
        throw circle(List.of(row.id.toString(), row.id.toString()), byKey);
      }
      row.dependencies.forEach(d -> links.add(new TaskLinks.Link(row.id, d, false)));
      row.parent.ifPresent(p -> links.add(new TaskLinks.Link(p, row.id, true)));
    }
    if (!parents.isEmpty()) {
      TaskLinks.alone(transaction, project);
      for (TaskId parent : parents) {
        requireOpen(transaction, parent, "get a part");
      }
    }
    TaskLinks.insert(transaction, links);
    List<String> circle =
        graph(waits, parents).circle(waits.keySet().stream().map(TaskId::toString).toList());
    if (!circle.isEmpty()) {
      throw circle(circle, byKey);
    }
    List<TaskId> counted =
        waits.keySet().stream()
            .filter(id -> parents.contains(id) || !made.containsAll(waits.get(id)))
            .toList();
    if (!counted.isEmpty()) {
      TaskLinks.alone(transaction, project);
      TaskLinks.recount(transaction, counted);
    }
  }

  /**
   * why not always all: what is there waits for a new task only as its parent, so without such a
   * parent a circle has all its links in the batch, and a long board costs nothing
   */
  private TaskGraph graph(Map<TaskId, Set<TaskId>> waits, Set<TaskId> parents) {
    if (!parents.isEmpty()) {
      return TaskLinks.graph(transaction, project);
    }
    TaskGraph graph = new TaskGraph();
    waits.forEach((id, all) -> all.forEach(d -> graph.add(id.toString(), d.toString())));
    return graph;
  }

  /** The failure that names a circle, by the keys of the batch where there are some. */
  static KmException circle(List<String> circle, Map<String, TaskId> keys) {
    Map<String, String> names = new HashMap<>();
    keys.forEach((key, id) -> names.put(id.toString(), key));
    return TaskRules.invalid(
        "these tasks would wait for each other: "
            + String.join(" -> ", circle.stream().map(id -> names.getOrDefault(id, id)).toList()));
  }

  static Task requireOpen(Handle transaction, TaskId id, String what) throws KmException {
    Task task = TaskRows.lock(transaction, id).orElseThrow(() -> StoredTasks.missing(id));
    if (!task.state().open()) {
      throw new KmException(
          Problem.CONFLICT,
          "task "
              + id
              + " is "
              + task.state().label()
              + ": only one that is todo or parked can "
              + what);
    }
    return task;
  }
}
