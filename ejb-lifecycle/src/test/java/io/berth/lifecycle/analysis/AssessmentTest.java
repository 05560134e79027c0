package io.berth.lifecycle.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.BoardFacts.Group;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentTest {
  private static final Group NONE = new Group(0, List.of());

  @Test
  void aBoardThatGoesOnHasNoRisk() {
    BoardFacts board = facts(Map.of(TaskState.IN_PROGRESS, 2L, TaskState.DONE, 6L), NONE, NONE);
    assertThat(Assessment.risks("alpha", board, Optional.empty())).isEmpty();
    assertThat(Assessment.values("alpha", board, Optional.empty()))
        .containsEntry("riskLevel", "low")
        .containsEntry("knowledge", null);
    assertThat(board.values())
        .containsEntry("completionPercentage", 75.0)
        .containsEntry("weeksLeft", 0.5);
  }

  @Test
  void theWorstRiskIsTheLevelAndComesFirst() {
    BoardFacts board =
        facts(
            Map.of(TaskState.TODO, 8L),
            new Group(1, List.of("alpha-1")),
            new Group(3, List.of("alpha-2")));
    List<Risk> risks = Assessment.risks("alpha", board, Optional.empty());
    assertThat(risks).extracting(Risk::type).containsExactly("overdue", "blocked", "nobody_works");
    assertThat(risks).extracting(Risk::severity).startsWith(Risk.Severity.HIGH, Risk.Severity.HIGH);
    assertThat(risks.get(0).description()).startsWith("1 task: ");
    assertThat(Assessment.level(risks)).isEqualTo(Risk.Severity.HIGH);
  }

  @Test
  void mostOfItOverdueIsCritical() {
    BoardFacts board =
        facts(Map.of(TaskState.IN_PROGRESS, 3L), new Group(1, List.of("alpha-1")), NONE);
    assertThat(Assessment.level(Assessment.risks("alpha", board, Optional.empty())))
        .isEqualTo(Risk.Severity.CRITICAL);
  }

  @Test
  void anIndexThatIsNotSoundIsCriticalAndSaysWhatToDo() {
    BoardFacts board = facts(Map.of(TaskState.DONE, 1L), NONE, NONE);
    KnowledgeFacts knowledge =
        new KnowledgeFacts(
            4,
            1,
            1,
            0,
            0,
            99,
            Map.of("items", false, "file_summaries", true),
            2,
            List.of("alpha-1"));
    List<Risk> risks = Assessment.risks("alpha", board, Optional.of(knowledge));
    assertThat(risks).extracting(Risk::type).containsExactly("index_damaged", "unknown_work");
    assertThat(risks.get(0).description()).contains("items", "berth project reindex alpha");
  }

  @Test
  void whoFinishedNothingHasNoWeeksLeft() {
    BoardFacts board =
        new BoardFacts(board(Map.of(TaskState.TODO, 1L)), 0, NONE, NONE, NONE, NONE, NONE, NONE);
    assertThat(board.values()).containsEntry("weeksLeft", null);
  }

  private static BoardFacts facts(Map<TaskState, Long> states, Group overdue, Group blocked) {
    return new BoardFacts(board(states), 4, NONE, overdue, blocked, NONE, NONE, NONE);
  }

  private static Tasks.Board board(Map<TaskState, Long> states) {
    long ready = states.getOrDefault(TaskState.TODO, 0L);
    return new Tasks.Board(new ProjectId("alpha"), states, ready, 0, 1, 1);
  }
}
