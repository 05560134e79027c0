package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.board.ExternalBoard;
import io.berth.lifecycle.board.NewCard;
import io.berth.lifecycle.board.Remark;
import io.berth.lifecycle.claim.ClaimOrders;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Brings one task and its card to agreement: looks at both, asks {@link Merge}, changes the task,
 * then the card, then writes down what both say. May be repeated from anywhere; of a crash remain
 * differences, which the next time finds. Used by the owner of the mirror alone.
 */
final class CardSync {
  private static final Logger LOG = System.getLogger(CardSync.class.getName());

  private final Tasks tasks;
  private final ClaimOrders orders;
  private final ExternalBoard board;
  private final CardRows rows;
  private final String actor;

  CardSync(Tasks tasks, ClaimOrders orders, ExternalBoard board, CardRows rows) {
    this.tasks = tasks;
    this.orders = orders;
    this.board = board;
    this.rows = rows;
    this.actor = "board:" + board.name();
  }

  /** Who changes tasks for people on the board. */
  String actor() {
    return actor;
  }

  /**
   * After something happened to the task.
   *
   * @return its card, if it has one
   */
  Optional<String> task(TaskId id) throws KmException {
    Task task;
    try {
      task = tasks.get(id);
    } catch (KmException e) {
      if (e.problem() == Problem.NO_SUCH_TASK) {
        return Optional.empty();
      }
      throw e;
    }
    Optional<CardRows.Row> row = rows.of(id);
    if (row.isEmpty()) {
      return task.state().over() ? Optional.empty() : Optional.of(make(task));
    }
    if (row.get().gone()) {
      return Optional.empty();
    }
    if (row.get().card().isEmpty()) {
      Optional<Card> made = board.find(id.toString(), row.get().intendedAt());
      if (made.isEmpty()) {
        return Optional.of(make(task));
      }
      merge(task, made.get(), row.get().agreed());
      return Optional.of(made.get().id());
    }
    String card = row.get().card().get();
    if (row.get().agreed().filter(a -> a.task().equals(Said.by(task))).isPresent()) {
      return Optional.of(card);
    }
    Optional<Card> there = board.card(card);
    if (there.isEmpty()) {
      lost(id, card);
      return Optional.empty();
    }
    merge(task, there.get(), row.get().agreed());
    return Optional.of(card);
  }

  /** The board says that it has not this card. */
  void lost(TaskId id, String card) throws KmException {
    // why first: a board that is not ours any more also says of each card that it is not there
    board.connect();
    rows.gone(id);
    LOG.log(Level.INFO, "card {0} of task {1} was taken away; it is not made again", card, id);
  }

  private String make(Task task) throws KmException {
    rows.intend(task.id());
    Said said = Said.by(task);
    Card card =
        board.create(
            new NewCard(task.id().toString(), said.words(), task.state(), said.assignee()));
    rows.agreed(task.id(), card.id(), said, Said.by(card));
    return card.id();
  }

  /** After something happened to the card, perhaps by us. */
  void card(Card card) throws KmException {
    Optional<CardRows.Row> row = rows.of(card.id());
    if (row.isEmpty()) {
      // why only if it waits for its card: a key can be copied into any card
      row = named(card.key()).filter(r -> r.card().isEmpty() && !r.gone());
    }
    if (row.isPresent()) {
      merge(tasks.get(row.get().task()), card, row.get().agreed());
    }
  }

  private Optional<CardRows.Row> named(String key) throws KmException {
    try {
      return key.isEmpty() ? Optional.empty() : rows.of(TaskId.of(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void merge(Task before, Card card, Optional<CardRows.Agreed> agreed) throws KmException {
    Said there = Said.by(card);
    Said taskThen = agreed.map(CardRows.Agreed::task).orElse(Said.NOTHING);
    Said cardThen = agreed.map(CardRows.Agreed::card).orElse(there);
    if (there.equals(cardThen) && taskThen.equals(Said.by(before))) {
      return;
    }
    Task task = listen(before, card, cardThen);
    Said here = Said.by(task);
    Card shown = card;
    if (Merge.differs(taskThen.words(), here.words(), cardThen.words(), there.words())) {
      shown = board.update(card.id(), here.words());
    }
    if (Merge.differs(
        taskThen.assignee(), here.assignee(), cardThen.assignee(), there.assignee())) {
      shown = board.assign(card.id(), here.assignee());
    }
    if (Merge.differs(taskThen.columns(), here.columns(), cardThen.columns(), there.columns())) {
      shown = board.move(card.id(), task.state());
    }
    rows.agreed(task.id(), card.id(), here, Said.by(shown));
  }

  /** Does to the task what somebody did to its card, as far as it may be done. */
  private Task listen(Task task, Card card, Said cardThen) throws KmException {
    CardWords words = Merge.words(cardThen.words(), CardWords.of(task.words()), card.words());
    Optional<TaskState> moved = Merge.move(task.state(), card.movedFrom(cardThen.columns()));
    Task now = task;
    if (!words.equals(CardWords.of(task.words()))) {
      TaskPatch patch = new TaskPatch(words::over, Optional.empty(), Optional.empty());
      now = change(now, card, "", id -> tasks.patch(id, patch, actor));
    }
    if (moved.isPresent()) {
      TaskState to = moved.get();
      now =
          change(
              now,
              card,
              to.label(),
              id ->
                  to == TaskState.DONE
                      ? orders.finish(id, "closed as done on the board", actor)
                      : tasks.patch(id, TaskPatch.to(to), actor));
    }
    return now;
  }

  /** What is done to a task. */
  private interface Change {
    Task of(TaskId id) throws KmException;
  }

  private Task change(Task task, Card card, String to, Change change) throws KmException {
    try {
      return change.of(task.id());
    } catch (KmException e) {
      if (e.problem() != Problem.INVALID && e.problem() != Problem.CONFLICT) {
        throw e;
      }
      String key = "refused-" + Integer.toHexString((e.getMessage() + to).hashCode());
      board.comment(card.id(), new Remark(key, "Not taken over: " + e.getMessage()));
      return tasks.get(task.id());
    }
  }

  /** This card, which somebody made, stands for this task from now on. */
  void pair(Task task, Card card) throws KmException {
    // why first: what follows is to be seen, and this keeps the task from getting another card
    rows.agreed(task.id(), card.id(), Said.by(task), Said.by(card));
    board.adopt(card.id(), task.id().toString());
    Card shown = board.move(card.id(), task.state());
    rows.agreed(task.id(), card.id(), Said.by(task), Said.by(shown));
  }
}
