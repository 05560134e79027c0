package io.berth.lifecycle.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every board owes to who works on it. */
abstract class BoardContract {
  private int keys;

  /** The board under test, connected to something that is there. */
  abstract BoardProvider board() throws Exception;

  /** Lets this agent hold the card, as far as the board has a say in that. */
  abstract void held(String card, String agent) throws Exception;

  /** The remarks on a card. */
  abstract List<String> remarks(String card) throws Exception;

  abstract void open() throws Exception;

  abstract void close() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    open();
    board().connect();
  }

  @AfterEach
  final void end() throws Exception {
    close();
  }

  private Card create(String name) throws Exception {
    CardWords words =
        new CardWords(name, "What to do: ä\nand more", Priority.HIGH, List.of("ui", "bug"));
    return board().create(new NewCard("alpha-" + ++keys, words, TaskState.TODO, Optional.empty()));
  }

  @Test
  void aCardThatIsMadeIsReadAsItWasMade() throws Exception {
    Card made = create("build");
    Card read = board().card(made.id()).orElseThrow();
    assertThat(read).isEqualTo(made);
    assertThat(read.key()).isEqualTo("alpha-1");
    assertThat(read.words())
        .isEqualTo(
            new CardWords("build", "What to do: ä\nand more", Priority.HIGH, List.of("bug", "ui")));
    assertThat(read.column()).isEqualTo(TaskState.TODO);
    assertThat(read.assignee()).isEmpty();
    Card second = create("ship");
    assertThat(board().all()).extracting(Card::id).containsExactly(made.id(), second.id());
  }

  @Test
  void onlyWhatSomebodyCanBeginWithIsAvailable() throws Exception {
    Card held = create("a");
    Card parked = create("b");
    Card free = create("c");
    held(held.id(), "ann");
    board().move(parked.id(), TaskState.PARKED);
    assertThat(board().available()).extracting(Card::id).containsExactly(free.id());
  }

  @Test
  void wordsAreChangedAndNothingElse() throws Exception {
    Card card = create("build");
    CardWords other = new CardWords("Build it", "Else", Priority.URGENT, List.of("bug", "core"));
    Card changed = board().update(card.id(), other);
    assertThat(changed.words()).isEqualTo(other);
    assertThat(changed.column()).isEqualTo(TaskState.TODO);
    assertThat(board().card(card.id())).contains(changed);
    assertThat(board().update(card.id(), other)).isEqualTo(changed);
  }

  @Test
  void aCardIsMovedAndMovedBack() throws Exception {
    Card card = create("build");
    assertThat(board().move(card.id(), TaskState.PARKED).columns())
        .containsExactly(TaskState.PARKED);
    assertThat(board().move(card.id(), TaskState.TODO).columns()).containsExactly(TaskState.TODO);
    assertThat(board().move(card.id(), TaskState.CANCELLED).columns())
        .containsExactly(TaskState.CANCELLED);
  }

  @Test
  void itShowsWhoHoldsACardHowFarItIsAndWhatIsInTheWay() throws Exception {
    Card card = create("build");
    held(card.id(), "ann");
    assertThat(board().card(card.id()).orElseThrow().assignee()).contains("ann");
    board()
        .progress(
            card.id(),
            new Report.Progress(
                TaskState.VALIDATING, OptionalInt.of(50), "half of it", Optional.empty()));
    assertThat(board().card(card.id()).orElseThrow().column()).isEqualTo(TaskState.VALIDATING);
    board().blocked(card.id(), new Report.Blocker("no water", "high", List.of()));
    assertThat(board().card(card.id()).orElseThrow().column()).isEqualTo(TaskState.BLOCKED);
    assertThat(remarks(card.id()))
        .anyMatch(text -> text.contains("half of it"))
        .anyMatch(text -> text.contains("no water"));
    board()
        .progress(
            card.id(),
            new Report.Progress(TaskState.DONE, OptionalInt.empty(), "", Optional.of("it floats")));
    assertThat(board().card(card.id()).orElseThrow().columns()).containsExactly(TaskState.DONE);
  }

  @Test
  void aRemarkThatIsSentTwiceIsThereOnce() throws Exception {
    Card card = create("build");
    board().comment(card.id(), new Remark("tasks-7", "hello"));
    board().comment(card.id(), new Remark("tasks-7", "hello"));
    board().comment(card.id(), new Remark("tasks-8", "hello again"));
    assertThat(remarks(card.id())).filteredOn(text -> text.contains("hello")).hasSize(2);
  }

  @Test
  void itsStandingIsCounted() throws Exception {
    create("a");
    Card held = create("b");
    Card off = create("c");
    Card blocked = create("d");
    held(held.id(), "ann");
    held(blocked.id(), "bob");
    board().blocked(blocked.id(), new Report.Blocker("no water", "low", List.of()));
    board().move(off.id(), TaskState.CANCELLED);
    assertThat(board().standing()).isEqualTo(new Standing(3, 1, 1, 0, 1));
  }

  @Test
  void whatIsNotThereIsToldAndChangesNothing() throws Exception {
    create("build");
    List<Card> before = board().all();
    for (String id : List.of("alpha-999", "999", "", "../x", "é")) {
      assertThat(board().card(id)).isEmpty();
      missing(() -> board().move(id, TaskState.PARKED));
      missing(() -> board().update(id, before.get(0).words()));
      missing(() -> board().comment(id, new Remark("k", "x")));
    }
    assertThat(board().all()).isEqualTo(before);
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void missing(Call call) {
    KmException failure = catchThrowableOfType(KmException.class, call::run);
    assertThat(failure.problem()).isEqualTo(Problem.NO_SUCH_TASK);
  }
}
