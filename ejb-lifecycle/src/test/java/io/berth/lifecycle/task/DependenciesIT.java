package io.berth.lifecycle.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a board, in whatever order: no circle is stored, and ready means ready. */
@ExtendWith(WithPostgres.class)
class DependenciesIT {
  private static final Set<Problem> EXPECTED = Set.of(Problem.INVALID, Problem.CONFLICT);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyOrderOfChangesKeepsTheBoardTrue(long seed, TestPostgres postgres) throws Exception {
    try (WorkWorld world = WorkWorld.fresh(postgres).project("alpha")) {
      AgentId agent = world.agent("ann", 100);
      seedTasks(world);
      Random chance = new Random(seed);
      for (int i = 0; i < 80; i++) {
        step(world, agent, chance);
        assertTrueBoard(world);
      }
    }
  }

  @Test
  void concurrentChangesOverTwoServersKeepItTrueToo(TestPostgres postgres) throws Exception {
    BerthSettings.Database settings = postgres.newDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (WorkWorld one = new WorkWorld(settings).project("alpha");
        WorkWorld two = new WorkWorld(settings)) {
      AgentId agent = one.agent("ann", 100);
      seedTasks(one);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        WorkWorld world = i % 2 == 0 ? one : two;
        Random chance = new Random(i);
        running.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 30; n++) {
                    step(world, agent, chance);
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get(2, TimeUnit.MINUTES);
      }
      assertTrueBoard(one);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void seedTasks(WorkWorld world) throws KmException {
    for (int i = 0; i < 8; i++) {
      world.task(Words.of("task " + i).attempts(1_000));
    }
  }

  private static void step(WorkWorld world, AgentId agent, Random chance) throws KmException {
    try {
      switch (chance.nextInt(9)) {
        case 0, 1, 2 -> depend(world, chance);
        case 3 -> world.task(Words.of("new").after(some(chance)).attempts(1_000));
        case 4 -> world.task(Words.of("part").partOf(some(chance)).attempts(1_000));
        case 5, 6 -> workOn(world, agent, chance);
        case 7 -> batch(world, chance);
        default -> world.work.tasks().patch(some(chance), TaskPatch.to(state(chance)), "op");
      }
    } catch (KmException e) {
      assertThat(EXPECTED).as(e.getMessage()).contains(e.problem());
    }
  }

  /** What waits for a part of its own twice, and for what was there; and one that waits for it. */
  private static void batch(WorkWorld world, Random chance) throws KmException {
    List<NewTask> tasks =
        List.of(
            Words.of("whole").key("a").after("b", some(chance)).attempts(1_000).task(),
            Words.of("part").key("b").partOf("a").attempts(1_000).task(),
            Words.of("next").after("a", some(chance)).attempts(1_000).task());
    world.work.tasks().create(WorkWorld.ALPHA, tasks, Optional.empty(), "op");
  }

  private static void depend(WorkWorld world, Random chance) throws KmException {
    List<String> on = new ArrayList<>();
    for (int i = chance.nextInt(3); i > 0; i--) {
      on.add(some(chance).toString());
    }
    world
        .work
        .tasks()
        .patch(some(chance), new TaskPatch(w -> w, Optional.of(on), Optional.empty()), "op");
  }

  private static void workOn(WorkWorld world, AgentId agent, Random chance) throws KmException {
    Offer offer = world.request(agent);
    if (offer instanceof Offer.Work work) {
      Assignment mine = work.assignment();
      assertThat(mine.task().openDependencies()).isZero();
      boolean finishes = chance.nextInt(4) > 0;
      try {
        world.report(
            agent,
            mine.task().id(),
            mine.attempt(),
            finishes ? WorkWorld.done() : WorkWorld.back());
      } catch (KmException e) {
        assertThat(e.problem()).isEqualTo(Problem.STALE_ATTEMPT);
      }
    }
  }

  private static TaskId some(Random chance) {
    return new TaskId(WorkWorld.ALPHA, 1 + chance.nextInt(8));
  }

  private static TaskState state(Random chance) {
    return List.of(TaskState.TODO, TaskState.PARKED, TaskState.CANCELLED).get(chance.nextInt(3));
  }

  private static void assertTrueBoard(WorkWorld world) throws KmException {
    List<String> wrong =
        world.database.transact(
            t ->
                t.createQuery(
                        """
                        SELECT t.id || ' says ' || t.open_dependencies || ' open, there are ' || n.open
                        FROM task t CROSS JOIN LATERAL (
                          SELECT count(*) AS open FROM task_dependency d JOIN task o ON o.id = d.dependency
                          WHERE d.task = t.id AND o.state <> 'DONE'
                            AND NOT (d.subtask AND o.state = 'CANCELLED')) n
                        WHERE t.open_dependencies <> n.open
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(wrong).isEmpty();
    List<String> circles =
        world.database.transact(
            t ->
                t.createQuery(
                        """
                        WITH RECURSIVE way (start, at) AS (
                          SELECT task, dependency FROM task_dependency
                          UNION SELECT w.start, d.dependency FROM way w JOIN task_dependency d ON d.task = w.at)
                        SELECT start FROM way WHERE start = at
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(circles).isEmpty();
  }
}
