package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class ClaimHealthIT {
  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres);
    world.project("alpha").project("beta");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsToldIsWhatTheDatabaseSaysAtThisMoment() throws KmException {
    AgentId ann = world.agent("ann", 1);
    TaskId task = world.task(Words.of("build"));
    assertThat(look().picture().rows()).isEmpty();
    world.claim(ann);
    ClaimHealth.Checkup held = look();
    assertThat(held.issues()).isEmpty();
    assertThat(held.watched()).isTrue();
    assertThat(held.picture().rows()).hasSize(1);
    ClaimPicture.Claim claim = held.picture().rows().get(0).claim().orElseThrow();
    assertThat(claim.agent()).isEqualTo(ann);
    assertThat(claim.attempt()).isEqualTo(1);
    assertThat(look("beta").picture().rows()).isEmpty();
    assertThat(look("alpha").picture().rows()).hasSize(1);

    world.sql("UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 hour'");
    assertThat(look().issues()).extracting(ClaimIssue::kind).containsExactly(silent());
    world.sql("UPDATE task_watch SET seen_at = clock_timestamp() - interval '1 hour'");
    assertThat(look().issues())
        .extracting(ClaimIssue::kind)
        .containsExactly(ClaimIssue.Kind.MONITOR_STOPPED, silent());
    world.sql("UPDATE task_watch SET seen_at = clock_timestamp()");
    world.sql("DELETE FROM task_claim");
    assertThat(look().issues())
        .extracting(ClaimIssue::kind, ClaimIssue::tasks)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                ClaimIssue.Kind.UNTRACKED_ASSIGNMENTS, List.of(task)));
    world.sql("UPDATE task SET state = 'TODO', tries = 3");
    assertThat(look().issues())
        .extracting(ClaimIssue::kind)
        .containsExactly(ClaimIssue.Kind.HIGH_REVERSIONS);
  }

  private static ClaimIssue.Kind silent() {
    return ClaimIssue.Kind.SILENT_AGENTS;
  }

  private ClaimHealth.Checkup look(String... projects) throws KmException {
    return world
        .work
        .health()
        .look(
            projects.length == 0
                ? Optional.empty()
                : Optional.of(List.of(projects).stream().map(ProjectId::new).toList()));
  }
}
