package io.berth.lifecycle.board;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import io.berth.lifecycle.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The board that is always there: the tasks of a project in PostgreSQL. A card's id and key are its
 * task's. Reports are made in the name of the holder. Called on any thread; acknowledged means
 * durable.
 */
public final class BuiltInBoard implements BoardProvider {
  private static final int PAGE = 500;

  private final ProjectId project;
  private final ClaimFeature work;
  private final String actor;

  /** Acts in the name of {@code actor}. */
  public BuiltInBoard(ProjectId project, ClaimFeature work, String actor) {
    this.project = project;
    this.work = work;
    this.actor = actor;
  }

  /** A task as a card. */
  public static Card card(Task task) {
    String id = task.id().toString();
    return new Card(
        id,
        id,
        CardWords.of(task.words()),
        Set.of(task.state()),
        task.holder().map(AgentId::value),
        false);
  }

  @Override
  public String name() {
    return "built-in";
  }

  @Override
  public void connect() throws KmException {
    work.tasks().board(project);
  }

  @Override
  public void disconnect() {
    // why nothing: the pool of connections is the node's
  }

  @Override
  public List<Card> available() throws KmException {
    return list(Optional.of(TaskState.TODO)).stream()
        .filter(Task::ready)
        .map(BuiltInBoard::card)
        .toList();
  }

  @Override
  public List<Card> all() throws KmException {
    return list(Optional.empty()).stream().map(BuiltInBoard::card).toList();
  }

  private List<Task> list(Optional<TaskState> state) throws KmException {
    List<Task> all = new ArrayList<>();
    Optional<TaskId> after = Optional.empty();
    List<Task> page;
    do {
      page =
          work.tasks()
              .list(
                  new Tasks.Wanted(
                      Optional.of(List.of(project)),
                      state,
                      Optional.empty(),
                      Optional.empty(),
                      after,
                      PAGE));
      all.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).id());
    } while (page.size() == PAGE);
    return all;
  }

  @Override
  public Optional<Card> card(String id) throws KmException {
    try {
      return Optional.of(card(task(id)));
    } catch (KmException e) {
      if (e.problem() == Problem.NO_SUCH_TASK) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Task task(String id) throws KmException {
    return work.tasks().get(named(id));
  }

  private TaskId named(String id) throws KmException {
    try {
      TaskId task = TaskId.of(id);
      if (task.project().equals(project)) {
        return task;
      }
    } catch (IllegalArgumentException e) {
      // why: a name that no task can have is one that no task has
      throw missing(id, e);
    }
    throw missing(id, null);
  }

  private KmException missing(String id, Throwable cause) {
    return new KmException(
        Problem.NO_SUCH_TASK,
        "the board of " + project + " has no card '" + id + "': look at GET /api/v1/tasks",
        cause);
  }

  /** The key is the number of the request: the same card again is made once. */
  @Override
  public Card create(NewCard card) throws KmException {
    TaskWords words = card.words().over(TaskWords.UNSAID);
    NewTask task =
        new NewTask(
            Optional.empty(),
            words,
            List.of(),
            Optional.empty(),
            card.column() == TaskState.PARKED);
    Optional<String> request =
        card.key().isEmpty() ? Optional.empty() : Optional.of("card:" + card.key());
    TaskId made = work.tasks().create(project, List.of(task), request, actor).get(0).id();
    return card.assignee().isPresent() ? assign(made.toString(), card.assignee()) : now(made);
  }

  private Card now(TaskId id) throws KmException {
    return card(work.tasks().get(id));
  }

  @Override
  public Card update(String id, CardWords words) throws KmException {
    TaskPatch patch = new TaskPatch(words::over, Optional.empty(), Optional.empty());
    return card(work.tasks().patch(named(id), patch, actor));
  }

  /** Offers it to the agent alone for a time; who holds it now has to stop. */
  @Override
  public Card assign(String id, Optional<String> assignee) throws KmException {
    Task before = task(id);
    if (assignee.equals(before.holder().map(AgentId::value))) {
      return card(before);
    }
    Optional<AgentId> next = Optional.empty();
    if (assignee.isPresent()) {
      if (!AgentId.isValid(assignee.get())) {
        throw new KmException(Problem.INVALID, "an assignee must be " + AgentId.RULE);
      }
      next = Optional.of(new AgentId(assignee.get()));
    }
    return card(work.orders().takeBack(before.id(), next, "assigned on the board", actor));
  }

  @Override
  public Card move(String id, TaskState column) throws KmException {
    if (column == TaskState.TODO || column == TaskState.PARKED || column == TaskState.CANCELLED) {
      return card(work.tasks().patch(named(id), TaskPatch.to(column), actor));
    }
    if (column == TaskState.DONE && task(id).holder().isEmpty()) {
      return card(work.orders().finish(named(id), "", actor));
    }
    report(id, new Report.Progress(column, OptionalInt.empty(), "", Optional.empty()));
    return now(named(id));
  }

  @Override
  public void comment(String id, Remark remark) throws KmException {
    work.tasks().comment(named(id), remark.text(), Optional.of(remark.key()), actor);
  }

  @Override
  public Standing standing() throws KmException {
    return Standing.of(work.tasks().board(project).byState());
  }

  @Override
  public void blocked(String id, Report.Blocker blocker) throws KmException {
    report(id, blocker);
  }

  @Override
  public void progress(String id, Report.Progress progress) throws KmException {
    report(id, progress);
  }

  private void report(String id, Report.Body body) throws KmException {
    Task task = task(id);
    AgentId holder =
        task.holder()
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.CONFLICT,
                        "task " + id + " is " + task.state().label() + " and nobody holds it"));
    work.reports()
        .take(
            new Report(
                holder,
                task.id(),
                OptionalInt.of(task.attempt()),
                Optional.empty(),
                OptionalLong.empty(),
                body,
                actor));
  }
}
