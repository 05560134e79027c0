package io.berth.lifecycle.task;

import static io.berth.lifecycle.task.TaskState.CANCELLED;
import static io.berth.lifecycle.task.TaskState.CANCELLING;
import static io.berth.lifecycle.task.TaskState.DONE;
import static io.berth.lifecycle.task.TaskState.FAILED;
import static io.berth.lifecycle.task.TaskState.IN_PROGRESS;
import static io.berth.lifecycle.task.TaskState.PARKED;
import static io.berth.lifecycle.task.TaskState.TODO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.task.TaskMoves.Cause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaskMovesTest {
  @Test
  void theTableHasExactlyTheseMoves() {
    Set<String> moves = new TreeSet<>();
    for (TaskState from : TaskState.values()) {
      for (TaskState to : TaskState.values()) {
        for (Cause cause : Cause.values()) {
          if (TaskMoves.allows(from, to, cause)) {
            moves.add(from + " " + cause + " " + to);
          }
        }
      }
    }
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "TODO CLAIM IN_PROGRESS",
                "TODO PARK PARKED",
                "TODO CANCEL CANCELLED",
                "PARKED OPEN TODO",
                "PARKED CANCEL CANCELLED",
                "CANCELLING STOP CANCELLED",
                "FAILED OPEN TODO",
                "TODO FINISH DONE",
                "PARKED FINISH DONE",
                "FAILED FINISH DONE",
                "FAILED CANCEL CANCELLED"));
    for (String from : Set.of("IN_PROGRESS", "BLOCKED", "VALIDATING", "WAITING_FOR_HUMAN")) {
      for (String rest :
          Set.of(
              "WORK IN_PROGRESS",
              "BLOCK BLOCKED",
              "VALIDATE VALIDATING",
              "ASK WAITING_FOR_HUMAN",
              "COMPLETE DONE",
              "FINISH DONE",
              "RELEASE TODO",
              "EXPIRE TODO",
              "TAKE_BACK TODO",
              "EXHAUST FAILED",
              "OVERSPEND PARKED",
              "CANCEL CANCELLING")) {
        expected.add(from + " " + rest);
      }
    }
    assertThat(moves).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"DONE", "CANCELLED"})
  void nothingFollowsAnEnd(TaskState end) {
    for (TaskState to : TaskState.values()) {
      for (Cause cause : Cause.values()) {
        assertThat(TaskMoves.allows(end, to, cause)).as(end + " to " + to).isFalse();
      }
    }
  }

  @Test
  void everyStateCanBeReachedAndEveryHeldOneCanBeLeft() {
    Set<TaskState> reached = EnumSet.of(TODO);
    Deque<TaskState> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      TaskState from = next.pop();
      for (TaskState to : TaskState.values()) {
        for (Cause cause : Cause.values()) {
          if (TaskMoves.allows(from, to, cause) && reached.add(to)) {
            next.push(to);
          }
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(TaskState.values());
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"IN_PROGRESS", "BLOCKED", "VALIDATING", "WAITING_FOR_HUMAN", "CANCELLING"})
  void whereALeftTaskGoesStandsInTheTable(TaskState from) {
    assertThat(from.held()).isTrue();
    for (Cause cause : Set.of(Cause.RELEASE, Cause.EXPIRE, Cause.TAKE_BACK)) {
      for (int tries = 1; tries <= 3; tries++) {
        for (boolean spent : new boolean[] {false, true}) {
          TaskMoves.Return goes = TaskMoves.leaving(from, cause, tries, 2, spent);
          assertThat(TaskMoves.allows(from, goes.to(), goes.cause())).as(from + "").isTrue();
          assertThat(goes.to().held()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IN_PROGRESS, RELEASE, 1, false, TODO",
    "IN_PROGRESS, RELEASE, 2, false, FAILED",
    "BLOCKED, EXPIRE, 1, false, TODO",
    "VALIDATING, EXPIRE, 2, false, FAILED",
    "IN_PROGRESS, TAKE_BACK, 2, false, TODO",
    "IN_PROGRESS, RELEASE, 1, true, PARKED",
    "WAITING_FOR_HUMAN, TAKE_BACK, 2, true, PARKED",
    "CANCELLING, RELEASE, 1, true, CANCELLED",
    "CANCELLING, EXPIRE, 2, false, CANCELLED"
  })
  void whereALeftTaskGoes(TaskState from, Cause cause, int tries, boolean spent, TaskState to) {
    assertThat(TaskMoves.leaving(from, cause, tries, 2, spent).to()).isEqualTo(to);
  }

  @Test
  void anIllegalMoveIsAConflictThatNamesBothStates() {
    KmException refused =
        catchThrowableOfType(
            KmException.class, () -> TaskMoves.check("alpha-1", DONE, TODO, Cause.OPEN));
    assertThat(refused.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(refused.getMessage()).contains("alpha-1", "done", "todo");
  }

  @Test
  void kindsOfStatesAreTold() {
    assertThat(EnumSet.allOf(TaskState.class))
        .allSatisfy(
            s -> assertThat((s.held() ? 1 : 0) + (s.open() ? 1 : 0) + (s.over() ? 1 : 0)).isOne());
    assertThat(CANCELLING.held()).isTrue();
    assertThat(IN_PROGRESS.held()).isTrue();
    assertThat(PARKED.open()).isTrue();
    assertThat(FAILED.over()).isTrue();
    assertThat(CANCELLED.over()).isTrue();
  }
}
