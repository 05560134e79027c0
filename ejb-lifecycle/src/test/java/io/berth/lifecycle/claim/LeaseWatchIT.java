package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.claim.proof.ClaimCheck;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class LeaseWatchIT {
  private BerthSettings.Database settings;
  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    settings = postgres.newDatabase();
    world = new WorkWorld(settings).project("alpha");
    world.work.watch().look();
  }

  @AfterEach
  void close() throws KmException {
    ClaimCheck.prove(world.database, List.of());
    world.close();
  }

  @Test
  void whatEndsGoesWhereTheTableSaysFromEveryHeldState() throws KmException {
    AgentId agent = world.agent("ann", 100);
    List<TaskState> held =
        List.of(
            TaskState.IN_PROGRESS,
            TaskState.BLOCKED,
            TaskState.VALIDATING,
            TaskState.WAITING_FOR_HUMAN,
            TaskState.CANCELLING);
    int ended = 0;
    for (TaskState state : held) {
      for (int most : new int[] {1, 2}) {
        TaskId id =
            world.task(Words.of(state + " " + most).attempts(most).files(state + "" + most));
        world.claim(agent);
        if (state == TaskState.CANCELLING) {
          world.work.tasks().patch(id, TaskPatch.to(TaskState.CANCELLED), "op");
        } else {
          world.report(agent, id, 1, WorkWorld.progress(state));
        }
        assertThat(world.get(id).state()).isEqualTo(state);
        world.overdue(id);
        ended += world.work.watch().look();
        TaskMoves.Return expected =
            TaskMoves.leaving(state, TaskMoves.Cause.EXPIRE, 1, most, false);
        Task after = world.get(id);
        assertThat(after.state()).as(state + " of " + most).isEqualTo(expected.to());
        assertThat(after.holder()).isEmpty();
        assertThat(after.endedAt().isPresent()).isEqualTo(after.state().over());
        assertThat(world.history(id).get(world.history(id).size() - 1).details())
            .containsEntry("cause", expected.cause().name());
        world.sql(
            "UPDATE task SET state = 'PARKED' WHERE id = ? AND state = 'TODO'", id.toString());
        world.sql("DELETE FROM task WHERE id = ?", id.toString());
      }
    }
    assertThat(ended).isEqualTo(10);
    assertThat(world.work.agents().status(agent).agent().lost()).isEqualTo(8);
    assertThat(world.work.agents().status(agent).agent().performance()).isLessThan(1.0);
  }

  @Test
  void aLeaseThatIsOverAndWasNotLookedAtYetIsRenewed() throws KmException {
    AgentId agent = world.agent("ann", 1);
    TaskId id = world.task(Words.of("a"));
    world.claim(agent);
    world.overdue(id);
    Receipt heard = world.report(agent, id, 1, new Report.Heartbeat());
    assertThat(heard.leaseUntil().orElseThrow()).isAfter(world.get(id).updatedAt());
    assertThat(world.work.watch().look()).isZero();
    assertThat(world.get(id).holder()).contains(agent);
  }

  @Test
  void aHeartbeatWithMostOfTheLeaseLeftWritesNothing() throws KmException {
    AgentId agent = world.agent("ann", 1);
    TaskId id = world.task(Words.of("a"));
    world.claim(agent);
    String before = world.everything();
    world.report(agent, id, 1, new Report.Heartbeat());
    assertThat(world.everything()).isEqualTo(before);
  }

  @Test
  void nothingEndsForTheTimeInWhichNoServerWasThere() throws KmException {
    AgentId agent = world.agent("ann", 2);
    TaskId soon = world.task(Words.of("soon over"));
    TaskId late = world.task(Words.of("over meanwhile"));
    world.claim(agent);
    world.claim(agent);
    world.sql(
        "UPDATE task_claim SET lease_until = clock_timestamp() + interval '2 minutes'"
            + " WHERE task = ?",
        soon.toString());
    // why: as if all servers had been away for ten minutes, and it were now eight minutes over
    world.sql(
        "UPDATE task_claim SET lease_until = clock_timestamp() - interval '8 minutes'"
            + " WHERE task = ?",
        late.toString());
    silence("10 minutes");
    Instant before = world.get(soon).leaseUntil().orElseThrow();
    try (WorkWorld restarted = new WorkWorld(settings)) {
      assertThat(restarted.work.watch().look()).isZero();
      assertThat(restarted.work.watch().look()).isZero();
    }
    assertThat(world.get(late).holder()).contains(agent);
    assertThat(Duration.between(before, world.get(soon).leaseUntil().orElseThrow()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    world.overdue(late);
    assertThat(world.work.watch().look()).isOne();
  }

  @Test
  void afterASilenceThereIsAGraceEvenForWhatWasOverBefore() throws KmException {
    AgentId agent = world.agent("ann", 1);
    TaskId id = world.task(Words.of("a"));
    world.claim(agent);
    world.sql("UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 hour'");
    silence("30 seconds");
    assertThat(world.work.watch().look()).isZero();
    assertThat(world.get(id).leaseUntil().orElseThrow())
        .isAfter(world.get(id).updatedAt().plus(Duration.ofSeconds(30)));
  }

  @Test
  void aSecondServerThatStartsWhileOneLooksChangesNoLease() throws KmException {
    AgentId agent = world.agent("ann", 1);
    TaskId id = world.task(Words.of("a"));
    world.claim(agent);
    Instant before = world.get(id).leaseUntil().orElseThrow();
    world.work.watch().look();
    try (WorkWorld second = new WorkWorld(settings)) {
      world.work.watch().look();
      second.work.watch().look();
    }
    assertThat(world.get(id).leaseUntil()).contains(before);
  }

  private void silence(String time) throws KmException {
    world.sql("UPDATE task_watch SET seen_at = clock_timestamp() - CAST(? AS interval)", time);
  }
}
