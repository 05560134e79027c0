package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimDiagnosisTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final ClaimDiagnosis diagnosis = new ClaimDiagnosis(ClaimTimes.USUAL);

  @Test
  void whatIsHeldWellIsNoIssueAlsoWhenItsLeaseEndedAMomentAgo() {
    assertThat(
            kinds(
                NOW.minusSeconds(4),
                row("alpha-1", TaskState.IN_PROGRESS, 1, 60),
                row("alpha-2", TaskState.BLOCKED, 3, -3),
                row("alpha-3", TaskState.CANCELLING, 1, 10)))
        .isEmpty();
  }

  @Test
  void eachDefectIsToldWithItsTasks() {
    List<ClaimIssue> issues =
        diagnosis
            .of(
                picture(
                    NOW.minusSeconds(2),
                    row("alpha-1", TaskState.DONE, 1, 60),
                    free("alpha-2", TaskState.VALIDATING, 1),
                    free("alpha-3", TaskState.TODO, 3),
                    row("alpha-4", TaskState.IN_PROGRESS, 4, 30),
                    row("alpha-5", TaskState.IN_PROGRESS, 1, -60)))
            .issues();
    assertThat(issues)
        .extracting(i -> i.kind().label() + " " + i.tasks())
        .containsExactly(
            "orphaned_assignments [alpha-1]",
            "untracked_assignments [alpha-2]",
            "high_reversions [alpha-3, alpha-4]",
            "silent_agents [alpha-5]");
  }

  @Test
  void nobodyLookingAfterLeasesIsAnIssueWithoutTasks() {
    ClaimHealth.Checkup checkup = diagnosis.of(picture(NOW.minusSeconds(90)));
    assertThat(checkup.watched()).isFalse();
    assertThat(checkup.issues().get(0).kind()).isEqualTo(ClaimIssue.Kind.MONITOR_STOPPED);
    assertThat(diagnosis.of(picture(NOW.minusSeconds(5))).watched()).isTrue();
  }

  private List<String> kinds(Instant lookedAt, ClaimPicture.Row... rows) {
    return diagnosis.of(picture(lookedAt, rows)).issues().stream()
        .map(issue -> issue.kind().label())
        .toList();
  }

  private static ClaimPicture picture(Instant lookedAt, ClaimPicture.Row... rows) {
    return new ClaimPicture(List.of(rows), true, lookedAt, NOW);
  }

  private static ClaimPicture.Row row(String task, TaskState state, int tries, long left) {
    return new ClaimPicture.Row(
        TaskId.of(task),
        state,
        tries,
        Optional.of(
            new ClaimPicture.Claim(
                new AgentId("ann"), tries, NOW, NOW.plusSeconds(left), Duration.ofSeconds(left))));
  }

  private static ClaimPicture.Row free(String task, TaskState state, int tries) {
    return new ClaimPicture.Row(TaskId.of(task), state, tries, Optional.empty());
  }
}
