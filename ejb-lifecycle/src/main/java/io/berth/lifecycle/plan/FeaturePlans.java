package io.berth.lifecycle.plan;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import io.berth.lifecycle.task.Tasks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what is wanted on a project's board, all of it or nothing: the planner draws the steps, the
 * placing says after which tasks that are there already they come. Any thread; blocks on the
 * database, and as long as its planner does.
 */
public final class FeaturePlans {
  private static final int READ = 1_000;
  private static final int MOST_POINTS = 100;

  /**
   * What was made.
   *
   * @param points tasks that were there and are waited for
   * @param placed where the new tasks went; never AUTO_DETECT
   */
  public record Made(Plan plan, List<Task> tasks, List<TaskId> points, Placing placed) {}

  /**
   * A plan and its place on a board, ready to be made.
   *
   * @param points tasks that are there and are waited for
   */
  public record Placed(Plan plan, List<TaskId> points, Placing placing) {}

  private final Tasks tasks;
  private final Planner planner;

  public FeaturePlans(Tasks tasks, Planner planner) {
    this.tasks = tasks;
    this.planner = planner;
  }

  /**
   * Makes the tasks.
   *
   * @param request a number of the caller's: the same again makes nothing and answers the same
   * @throws KmException NO_SUCH_PROJECT, INVALID, CONFLICT
   */
  public Made add(
      ProjectId project, PlanOrder order, Placing placing, Optional<String> request, String actor)
      throws KmException {
    return make(
        project, order, place(project, order, placing, planner.draw(order)), request, actor);
  }

  /** Finds the place of a plan on the board as it is now. */
  public Placed place(ProjectId project, PlanOrder order, Placing placing, Plan plan)
      throws KmException {
    List<TaskId> points = points(project, order, placing);
    Placing placed =
        placing != Placing.AUTO_DETECT
            ? placing
            : points.isEmpty() ? Placing.PARALLEL : Placing.AFTER_CURRENT;
    return new Placed(plan, points, placed);
  }

  /** Makes the tasks of a plan that has its place, all or none. */
  public Made make(
      ProjectId project, PlanOrder order, Placed placed, Optional<String> request, String actor)
      throws KmException {
    List<NewTask> batch =
        placed.plan.steps().stream().map(step -> task(step, order, placed.points)).toList();
    return new Made(
        placed.plan, tasks.create(project, batch, request, actor), placed.points, placed.placing);
  }

  private static NewTask task(PlanStep step, PlanOrder order, List<TaskId> points) {
    List<String> after = new ArrayList<>(step.after());
    if (after.isEmpty()) {
      points.forEach(point -> after.add(point.toString()));
    }
    TaskWords usual = TaskWords.UNSAID;
    return new NewTask(
        Optional.of(step.key()),
        new TaskWords(
            step.name(),
            step.description(),
            step.priority(),
            labels(step),
            step.required(),
            step.preferred(),
            usual.files(),
            OptionalDouble.of(step.hours()),
            order.deadline(),
            usual.maxAttempts(),
            usual.lease(),
            usual.budget()),
        after,
        Optional.empty(),
        false);
  }

  private static List<String> labels(PlanStep step) {
    Set<String> labels = new LinkedHashSet<>(step.labels());
    labels.add(step.phase());
    return List.copyOf(labels);
  }

  private List<TaskId> points(ProjectId project, PlanOrder order, Placing placing)
      throws KmException {
    return switch (placing) {
      case PARALLEL -> List.of();
      case AUTO_DETECT -> named(project, order.title() + "\n" + order.description());
      case AFTER_CURRENT -> bounded(unfinished(project).stream().filter(FeaturePlans::held));
      case NEW_PHASE -> leaves(unfinished(project));
    };
  }

  private static boolean held(Task task) {
    return task.state().held();
  }

  /** Tasks of the project whose ids stand in the text, as far as they are not over. */
  private List<TaskId> named(ProjectId project, String text) throws KmException {
    Pattern ids =
        Pattern.compile("(?<![\\w-])" + Pattern.quote(project.value()) + "-\\d{1,9}(?!\\w)");
    Set<String> found = new TreeSet<>();
    for (Matcher matcher = ids.matcher(text); matcher.find(); ) {
      found.add(matcher.group());
    }
    List<TaskId> named = new ArrayList<>();
    for (String id : found.stream().limit(MOST_POINTS).toList()) {
      find(TaskId.of(id))
          .filter(task -> !task.state().over())
          .ifPresent(task -> named.add(task.id()));
    }
    return named;
  }

  /** why no failure: words may look like the id of a task and be none */
  private Optional<Task> find(TaskId id) throws KmException {
    try {
      return Optional.of(tasks.get(id));
    } catch (KmException e) {
      if (e.problem() == Problem.NO_SUCH_TASK) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Those that nothing else waits for: whoever waits for them waits for all. */
  private static List<TaskId> leaves(List<Task> unfinished) {
    Set<TaskId> waitedFor = new HashSet<>();
    for (Task task : unfinished) {
      waitedFor.addAll(task.dependencies());
      waitedFor.addAll(task.subtasks());
    }
    return bounded(unfinished.stream().filter(task -> !waitedFor.contains(task.id())));
  }

  private static List<TaskId> bounded(java.util.stream.Stream<Task> tasks) {
    return tasks.map(Task::id).limit(MOST_POINTS).toList();
  }

  private List<Task> unfinished(ProjectId project) throws KmException {
    List<Task> all = new ArrayList<>();
    Optional<TaskId> after = Optional.empty();
    List<Task> page;
    do {
      page = tasks.list(wanted(project, after));
      page.stream().filter(task -> !task.state().over()).forEach(all::add);
      after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).id());
    } while (page.size() == READ);
    return all;
  }

  private static Tasks.Wanted wanted(ProjectId project, Optional<TaskId> after) {
    Optional<TaskState> anyState = Optional.empty();
    return new Tasks.Wanted(
        Optional.of(List.of(project)), anyState, Optional.empty(), Optional.empty(), after, READ);
  }
}
