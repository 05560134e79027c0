package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.outbox.TaskNumbers;
import io.berth.lifecycle.presence.StoredSignals;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when a person says that a task is done. */
@ExtendWith(WithPostgres.class)
class FinishIT {
  private WorkWorld world;
  private AgentId ann;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
    ann = world.agent("ann", 2);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatNobodyHoldsIsDoneByNoAgentAndOpensWhatWaitsForIt() throws KmException {
    TaskId first = world.task(Words.of("build"));
    TaskId then = world.task(Words.of("paint").after(first));
    refused(then, "waits for others that are not done (1)");
    Task done = finish(first);
    assertThat(done.state()).isEqualTo(TaskState.DONE);
    assertThat(done.progress()).isEqualTo(100);
    assertThat(done.endedAt()).isPresent();
    assertThat(done.completedBy()).isEmpty();
    assertThat(world.get(then).ready()).isTrue();
    int lines = world.history(first).size();
    assertThat(finish(first)).as("the same again").isEqualTo(done);
    assertThat(world.history(first)).hasSize(lines);

    world.work.tasks().patch(then, TaskPatch.to(TaskState.PARKED), "op");
    assertThat(finish(then).state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void whatAnAgentHoldsCountsAsItsOwnAndItIsTold() throws KmException {
    StoredSignals signals = new StoredSignals(world.database);
    TaskNumbers numbers = new TaskNumbers(world.database);
    TaskId task = world.task(Words.of("build"));
    world.claim(ann);
    numbers.publish();
    long before = signals.newest();

    assertThat(finish(task).completedBy()).contains(ann);

    numbers.publish();
    assertThat(signals.between(before, signals.newest(), 10))
        .extracting(s -> s.agent() + " " + s.task() + " " + s.cause() + " " + s.attempt())
        .containsExactly("ann " + task + " finished 1");
    assertThat(world.work.agents().status(ann).agent().completed()).isEqualTo(1);
    assertThat(world.report(ann, task, 1, WorkWorld.done()).repeated()).isTrue();
    assertThat(world.refused(ann, task, 1, WorkWorld.progress(TaskState.IN_PROGRESS)).problem())
        .isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.work.agents().status(ann).agent().completed()).isEqualTo(1);
  }

  @Test
  void whatIsCalledOffStaysCalledOff() throws KmException {
    TaskId held = world.task(Words.of("build"));
    world.claim(ann);
    world.work.tasks().patch(held, TaskPatch.to(TaskState.CANCELLED), "op");
    refused(held, "is cancelling");
    world.report(ann, held, 1, WorkWorld.back());
    refused(held, "is cancelled");
  }

  private Task finish(TaskId task) throws KmException {
    return world.work.orders().finish(task, "merged", "op");
  }

  private void refused(TaskId task, String words) {
    KmException refusal = catchThrowableOfType(KmException.class, () -> finish(task));
    assertThat(refusal.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(refusal).hasMessageContaining(words);
  }
}
