package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProcessMovesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @Test
  void everyMoveThatIsNotInTheTableThrowsWithBothNames() {
    for (ProcessState from : ProcessState.values()) {
      for (ProcessState to : ProcessState.values()) {
        for (MoveCause cause : MoveCause.values()) {
          if (!ProcessMoves.table().contains(new ProcessMoves.Move(from, to, cause))) {
            assertThatThrownBy(() -> ProcessMoves.move(ALPHA, from, to, cause))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slot of alpha: " + from + " -> " + to + " is no move for " + cause);
          }
        }
      }
    }
  }

  @Test
  void everyStateIsReachableAndLeadsBackToStopped() {
    for (ProcessState state : ProcessState.values()) {
      assertThat(reachable(ProcessState.STOPPED)).contains(state);
      assertThat(reachable(state)).contains(ProcessState.STOPPED);
    }
  }

  @Test
  void everyCauseHasAMove() {
    assertThat(ProcessMoves.table().stream().map(ProcessMoves.Move::cause))
        .containsAll(Arrays.asList(MoveCause.values()));
  }

  @Test
  void onlyAProofMakesAProcessReady() {
    assertThat(
            ProcessMoves.table().stream()
                .filter(m -> m.to() == ProcessState.READY)
                .map(ProcessMoves.Move::cause)
                .collect(Collectors.toSet()))
        .containsOnly(MoveCause.PROVED_READY, MoveCause.ADOPTION);
  }

  private static Set<ProcessState> reachable(ProcessState from) {
    Set<ProcessState> seen = new HashSet<>(Set.of(from));
    while (ProcessMoves.table().stream()
        .anyMatch(m -> seen.contains(m.from()) && seen.add(m.to()))) {}
    return seen;
  }
}
