package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.board.ExternalBoard;
import io.berth.lifecycle.board.ExternalBoard.Changes;
import io.berth.lifecycle.board.ExternalBoard.Cursor;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.outbox.Backoff;
import io.berth.lifecycle.outbox.Delivery;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskRules;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import io.berth.lifecycle.task.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One turn at a mirror: cards for tasks that have none, what people changed on the board, what
 * happened here. Called by a timer of each node, never by two threads of one; of several nodes the
 * owner of the place works. No transaction is open while the board is asked.
 */
public final class BoardTurn {
  /** How long the calls of one batch may take together. */
  static final Duration BATCH = Duration.ofSeconds(60);

  private static final Logger LOG = System.getLogger(BoardTurn.class.getName());
  private static final int PAGE = 20;
  private static final int MOST_PAGES = 10;

  private final MirroredBoard mirrored;
  private final Tasks tasks;
  private final ExternalBoard board;
  private final CardRows rows;
  private final PlaceRows places;
  private final CardSync sync;
  private final Delivery delivery;
  private boolean entered;

  public BoardTurn(
      MirroredBoard mirrored,
      ExternalBoard board,
      ClaimFeature work,
      Database database,
      String node) {
    ProjectId project = mirrored.project();
    this.mirrored = mirrored;
    this.board = board;
    this.tasks = work.tasks();
    rows = new CardRows(database, project);
    places = new PlaceRows(database, project, node);
    sync = new CardSync(tasks, work.orders(), board, rows);
    delivery = new Delivery(new BoardSink(project, board, places, sync), database, node);
  }

  /** What takes events to the board. */
  public Delivery delivery() {
    return delivery;
  }

  /** Does what is due. A failure of the board is written down and tried again later. */
  public void run() throws KmException {
    String address = mirrored.address().display();
    PlaceRows.Look look = places.look(address, mirrored.poll());
    // why each time: a project may come later than its board, and go and come again
    if (!look.known() || !entered) {
      entered = places.enter(address) && delivery.enter();
      return;
    }
    if (!look.free() || !(look.due() || delivery.due())) {
      return;
    }
    Optional<PlaceRows.Place> place = places.take(mirrored.poll());
    if (place.isEmpty()) {
      return;
    }
    try {
      board.within(BATCH);
      fill(place.get().filled());
      if (place.get().readDue()) {
        board.within(BATCH);
        read(place.get());
      }
    } catch (KmException e) {
      failed(place.get().failures() + 1, e);
      return;
    }
    delivery.run();
    places.left();
  }

  /** Cards for tasks that were there before the board was. */
  private void fill(OptionalLong from) throws KmException {
    OptionalLong done = from;
    for (int page = 0; page < MOST_PAGES && done.isPresent(); page++) {
      List<Task> some = tasks.list(after(done.getAsLong()));
      for (Task task : some) {
        sync.task(task.id());
      }
      done =
          some.size() < PAGE
              ? OptionalLong.empty()
              : OptionalLong.of(some.get(some.size() - 1).id().number());
      places.filled(done);
    }
  }

  private Tasks.Wanted after(long number) {
    return new Tasks.Wanted(
        Optional.of(List.of(mirrored.project())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        number == 0 ? Optional.empty() : Optional.of(new TaskId(mirrored.project(), number)),
        PAGE);
  }

  private void read(PlaceRows.Place place) throws KmException {
    Cursor at = place.cards();
    boolean more = true;
    for (int page = 0; more && page < MOST_PAGES; page++) {
      Changes<Card> changes = board.cards(at);
      for (Card card : changes.items()) {
        card(card);
      }
      places.cards(changes.next());
      at = changes.next();
      more = changes.more();
    }
    at = place.remarks().since().isEmpty() ? board.from(place.madeAt()) : place.remarks();
    boolean moreSaid = true;
    for (int page = 0; moreSaid && page < MOST_PAGES; page++) {
      Changes<ExternalBoard.Said> changes = board.remarks(at);
      for (ExternalBoard.Said said : changes.items()) {
        hear(said);
      }
      places.remarks(changes.next());
      at = changes.next();
      moreSaid = changes.more();
    }
    if (!more && !moreSaid) {
      places.read();
    }
  }

  private void card(Card card) throws KmException {
    if (card.key().isEmpty() && card.wanted() && rows.of(card.id()).isEmpty()) {
      make(card);
    } else {
      sync.card(card);
    }
  }

  /** A task for a card that a person made. The card's number keeps it from being made twice. */
  private void make(Card card) throws KmException {
    CardWords words = card.words();
    NewTask task =
        new NewTask(
            Optional.empty(),
            words.over(TaskWords.UNSAID),
            List.of(),
            Optional.empty(),
            card.column() == TaskState.PARKED);
    List<Task> made;
    try {
      made =
          tasks.create(
              mirrored.project(), List.of(task), Optional.of("card-" + card.id()), sync.actor());
    } catch (KmException e) {
      if (e.problem() != Problem.INVALID && e.problem() != Problem.CONFLICT) {
        throw e;
      }
      LOG.log(
          Level.WARNING,
          "card {0} of {1} does not become a task: {2}",
          card.id(),
          mirrored.address().display(),
          e.getMessage());
      return;
    }
    sync.pair(made.get(0), card);
  }

  private void hear(ExternalBoard.Said said) throws KmException {
    Optional<CardRows.Row> row = rows.of(said.card());
    if (row.isEmpty() || said.text().isBlank()) {
      return;
    }
    String text = said.author() + ": " + said.text().replace("\0", "");
    try {
      tasks.comment(
          row.get().task(),
          text.length() > TaskRules.LONGEST_TEXT ? text.substring(0, TaskRules.LONGEST_TEXT) : text,
          Optional.of("remark-" + said.id()),
          sync.actor());
    } catch (KmException e) {
      // why not again: it was taken over already, and edited since
      if (e.problem() != Problem.CONFLICT) {
        throw e;
      }
    }
  }

  private void failed(int failures, KmException why) throws KmException {
    Duration pause = Backoff.after(failures, ThreadLocalRandom.current().nextDouble());
    Duration asked = why.retryAfter().orElse(Duration.ZERO);
    places.failed(why.getMessage(), asked.compareTo(pause) > 0 ? asked : pause);
    places.left();
    Level level = failures == 1 || failures % 20 == 0 ? Level.WARNING : Level.DEBUG;
    LOG.log(
        level,
        "the board of {0} is not in agreement (failure {1} in a row): {2}",
        mirrored.project(),
        failures,
        why.getMessage());
  }
}
