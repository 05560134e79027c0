package io.berth.lifecycle.board.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static CardWords words(String name, String description, Priority priority, String... l) {
    return new CardWords(name, description, priority, List.of(l));
  }

  @Test
  void eachFieldIsTheBoardsWhereItChangedThereAndElseTheTasks() {
    CardWords agreed = words("a", "b", Priority.LOW, "x", "y");
    CardWords task = words("a2", "b2", Priority.LOW, "x", "y", "mine");
    CardWords card = words("a3", "b", Priority.HIGH, "x", "theirs");
    assertThat(Merge.words(agreed, task, card))
        .isEqualTo(words("a3", "b2", Priority.HIGH, "x", "mine", "theirs"));
    assertThat(Merge.words(agreed, task, agreed)).isEqualTo(task);
    assertThat(Merge.words(agreed, agreed, card)).isEqualTo(card);
  }

  /** Whatever a person does, what follows is a move that an operator may make. */
  @Test
  void everyMoveOfAPersonIsOneOfTheTableOrNone() {
    for (TaskState task : TaskState.values()) {
      assertThat(Merge.move(task, Optional.empty())).isEmpty();
      for (TaskState there : TaskState.values()) {
        Optional<TaskState> to = Merge.move(task, Optional.of(there));
        if (to.isEmpty() || to.get() == task) {
          continue;
        }
        TaskMoves.Cause cause =
            switch (to.get()) {
              case TODO -> TaskMoves.Cause.OPEN;
              case PARKED -> TaskMoves.Cause.PARK;
              case DONE -> TaskMoves.Cause.FINISH;
              default -> TaskMoves.Cause.CANCEL;
            };
        boolean held = task.held() && to.get() == TaskState.CANCELLED;
        TaskState target = held ? TaskState.CANCELLING : to.get();
        assertThat(task == TaskState.CANCELLING || TaskMoves.allows(task, target, cause))
            .as(task + " to " + there)
            .isTrue();
      }
    }
  }

  @Test
  void whoHoldsATaskLosesItToNobodyOnABoard() {
    for (TaskState there : TaskState.values()) {
      Optional<TaskState> to = Merge.move(TaskState.IN_PROGRESS, Optional.of(there));
      boolean closed = there == TaskState.DONE || there == TaskState.CANCELLED;
      assertThat(to).isEqualTo(closed ? Optional.of(there) : Optional.empty());
    }
  }

  @Test
  void whatABoardCutsIsNotWrittenAgainAndAgain() {
    assertThat(Merge.differs("long", "long", "lo…", "lo…")).isFalse();
    assertThat(Merge.differs("long", "other", "lo…", "lo…")).isTrue();
    assertThat(Merge.differs("long", "long", "lo…", "else")).isTrue();
  }
}
