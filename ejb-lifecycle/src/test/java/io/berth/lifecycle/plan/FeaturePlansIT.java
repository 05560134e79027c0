package io.berth.lifecycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.Task;
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
class FeaturePlansIT {
  private WorkWorld world;
  private FeaturePlans plans;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres);
    world.project("alpha");
    plans = new FeaturePlans(world.work.tasks(), new RulePlanner());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPlanIsOnTheBoardWithItsOrderAndTwiceTheSameRequestIsOnce() throws KmException {
    FeaturePlans.Made made = add("1. schema\n2. page", Placing.PARALLEL, "r1");
    List<Task> tasks = made.tasks();
    assertThat(tasks).hasSize(3);
    assertThat(tasks.get(1).dependencies()).containsExactly(tasks.get(0).id());
    assertThat(tasks.get(0).words().labels()).contains("build", "java");
    assertThat(tasks.get(0).ready()).isTrue();
    FeaturePlans.Made again = add("1. schema\n2. page", Placing.PARALLEL, "r1");
    assertThat(again.tasks()).extracting(Task::id).isEqualTo(ids(tasks));
    KmException other =
        catchThrowableOfType(
            KmException.class, () -> add("1. other\n2. page", Placing.PARALLEL, "r1"));
    assertThat(other.problem()).isEqualTo(Problem.CONFLICT);
  }

  @Test
  void placingDecidesWhatTheFirstStepsWaitFor() throws KmException {
    AgentId ann = world.agent("ann", 1);
    TaskId held = world.task(Words.of("held"));
    world.claim(ann);
    TaskId open = world.task(Words.of("open"));
    TaskId last = world.task(Words.of("last").after(open));

    assertThat(add("- a\n- b", Placing.PARALLEL, "p").points()).isEmpty();
    world.sql("DELETE FROM task WHERE name IN ('a', 'b') OR name LIKE 'Bring%'");
    FeaturePlans.Made current = add("- a\n- b", Placing.AFTER_CURRENT, "c");
    assertThat(current.points()).containsExactly(held);
    assertThat(current.tasks().get(0).dependencies()).containsExactly(held);
    assertThat(current.tasks().get(2).dependencies())
        .containsExactlyElementsOf(ids(current.tasks().subList(0, 2)));
    world.sql("DELETE FROM task WHERE name IN ('a', 'b') OR name LIKE 'Bring%'");
    assertThat(add("- a\n- b", Placing.NEW_PHASE, "n").points()).containsExactly(held, last);

    FeaturePlans.Made found = add("like " + open + ", better", Placing.AUTO_DETECT, "a");
    assertThat(found.points()).containsExactly(open);
    assertThat(found.placed()).isEqualTo(Placing.AFTER_CURRENT);
    assertThat(add("something else", Placing.AUTO_DETECT, "b").placed())
        .isEqualTo(Placing.PARALLEL);
    assertThat(add("after alpha-999", Placing.AUTO_DETECT, "x").points())
        .as("words that only look like a task")
        .isEmpty();
  }

  private static List<TaskId> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).toList();
  }

  private FeaturePlans.Made add(String description, Placing placing, String request)
      throws KmException {
    PlanOrder order = new PlanOrder("Shop", description, Optional.empty(), 3, List.of("java"));
    return plans.add(WorkWorld.ALPHA, order, placing, Optional.of(request), "test");
  }
}
