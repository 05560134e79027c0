package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Writes a batch of new tasks with what they wait for, within one transaction, which holds the
 * links of the project from the moment the first is made. Used once.
 */
final class TaskBatch {
  private record Row(TaskId id, NewTask task, Optional<TaskId> parent, Set<TaskId> dependencies) {
    TaskRows.NewRow toWrite() {
      return new TaskRows.NewRow(id, task, parent);
    }

    boolean isLinked() {
      return parent.isPresent() || !dependencies.isEmpty();
    }
  }

  private final Handle transaction;
  private final ProjectId project;
  private final String actor;
  private final Map<String, TaskId> byKey = new HashMap<>();

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
    return inBatch == null ? existing(transaction, project, field, name) : inBatch;
  }

  static TaskId existing(Handle transaction, ProjectId project, String field, String name)
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
    boolean there =
        transaction
            .createQuery("SELECT EXISTS (SELECT 1 FROM task WHERE id = :id)")
            .bind("id", id.toString())
            .mapTo(Boolean.class)
            .one();
    if (!there) {
      throw TaskRules.invalid("'" + field + "': there is no task " + id);
    }
    return id;
  }

  private void insert(List<Row> rows) throws KmException {
    Set<TaskId> parents = new java.util.TreeSet<>(java.util.Comparator.comparing(TaskId::toString));
    for (Row row : rows) {
      row.parent.filter(p -> !byKey.containsValue(p)).ifPresent(parents::add);
    }
    // why parents first: a row refers to its parent's row
    List<Row> left = new ArrayList<>(rows);
    Set<TaskId> waiting = new java.util.HashSet<>(rows.stream().map(Row::id).toList());
    while (!left.isEmpty()) {
      List<Row> next =
          left.stream()
              .filter(r -> r.parent.isEmpty() || !waiting.contains(r.parent.get()))
              .toList();
      if (next.isEmpty()) {
        throw TaskRules.invalid("tasks of the batch are parts of each other");
      }
      TaskRows.insert(transaction, next.stream().map(Row::toWrite).toList(), actor);
      next.forEach(row -> waiting.remove(row.id));
      left.removeAll(next);
    }
    if (rows.stream().anyMatch(Row::isLinked)) {
      // why only now: nobody ends a task meanwhile, and to write the rows takes the longest
      TaskLinks.alone(transaction, project);
      for (TaskId parent : parents) {
        requireOpen(transaction, parent, "get a part");
      }
      link(rows, parents);
    }
  }

  private void link(List<Row> rows, Set<TaskId> parents) throws KmException {
    List<String> changed = new ArrayList<>();
    List<TaskLinks.Link> links = new ArrayList<>();
    Set<TaskId> counted = new LinkedHashSet<>(parents);
    for (Row row : rows) {
      for (TaskId dependency : row.dependencies) {
        if (dependency.equals(row.id)) {
          throw circle(List.of(row.id.toString(), row.id.toString()), byKey);
        }
        links.add(new TaskLinks.Link(row.id, dependency, false));
        changed.add(row.id.toString());
        counted.add(row.id);
      }
      if (row.parent.isPresent()) {
        links.add(new TaskLinks.Link(row.parent.get(), row.id, true));
        changed.add(row.parent.get().toString());
        counted.add(row.parent.get());
      }
    }
    TaskLinks.insert(transaction, links);
    if (!changed.isEmpty()) {
      List<String> circle = graph(rows, parents).circle(changed);
      if (!circle.isEmpty()) {
        throw circle(circle, byKey);
      }
    }
    TaskLinks.recount(transaction, List.copyOf(counted));
  }

  /**
   * why not always all: what is there waits for a new task only as its parent, so without such a
   * parent a circle has all its links in the batch, and a long board costs nothing
   */
  private TaskGraph graph(List<Row> rows, Set<TaskId> parents) {
    if (!parents.isEmpty()) {
      return TaskLinks.graph(transaction, project);
    }
    TaskGraph graph = new TaskGraph();
    for (Row row : rows) {
      row.dependencies.forEach(d -> graph.add(row.id.toString(), d.toString()));
      row.parent.ifPresent(p -> graph.add(p.toString(), row.id.toString()));
    }
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
