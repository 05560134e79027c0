package io.berth.lifecycle.claim;

import static io.berth.lifecycle.claim.WorkWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentRows;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.claim.proof.ClaimCheck;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the originals do wrong, each as a test that fails if it is done so here. The numbers are
 * those of the list that was made when they were read.
 */
@ExtendWith(WithPostgres.class)
class OriginalDefectsIT {
  private static BerthSettings.Database settings;

  private WorkWorld world;
  private AgentId ann;
  private AgentId bob;

  @BeforeAll
  static void make(TestPostgres postgres) {
    settings = postgres.newDatabase();
  }

  @AfterAll
  static void forget() {
    settings = null;
  }

  @BeforeEach
  void open() throws KmException {
    world = new WorkWorld(settings);
    world.sql("TRUNCATE project, agent, task_board, task_request, lifecycle_event CASCADE");
    world.sql("UPDATE task_watch SET seen_at = clock_timestamp()");
    world.project("alpha");
    ann = world.agent("ann", 1, "java");
    bob = world.agent("bob", 1);
  }

  @AfterEach
  void close() throws KmException {
    ClaimCheck.prove(world.database, List.of());
    world.close();
  }

  @Test
  void defect01DependenciesAreEnforced() throws KmException {
    TaskId build = world.task(Words.of("build"));
    TaskId deploy = world.task(Words.of("deploy").priority(Priority.URGENT).after(build));
    assertThat(world.claim(ann).task().id()).isEqualTo(build);
    assertThat(nothing(bob).reason()).isEqualTo(Reason.WAITING_FOR_DEPENDENCIES);
    world.report(ann, build, 1, done());
    assertThat(world.claim(bob).task().id()).isEqualTo(deploy);
  }

  @Test
  void defect02SkillsAndPrioritiesAndLabelsAreReadBackAndDecide() throws KmException {
    world.task(Words.of("first"));
    TaskId second =
        world.task(Words.of("second").priority(Priority.HIGH).labels("java").required("java"));
    Task read = world.get(second);
    assertThat(read.words().labels()).containsExactly("java");
    assertThat(read.words().requiredSkills()).containsExactly("java");
    assertThat(read.words().priority()).isEqualTo(Priority.HIGH);
    assertThat(world.claim(ann).task().id()).isEqualTo(second);
  }

  @Test
  void defect03CompletedIsDoneAndAHundredPercentIsNot() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.report(
        ann,
        id,
        1,
        new Report.Progress(TaskState.BLOCKED, OptionalInt.of(100), "", Optional.empty()));
    assertThat(world.get(id).state()).isEqualTo(TaskState.BLOCKED);
    world.report(ann, id, 1, done());
    assertThat(world.get(id).state()).isEqualTo(TaskState.DONE);
    assertThat(world.get(id).progress()).isEqualTo(100);
  }

  @Test
  void defect04EveryStateIsReadByTheWordItIsWrittenWith() throws KmException {
    TaskId id = world.task(Words.of("a"));
    for (TaskState state : TaskState.values()) {
      assertThat(TaskState.of(state.label())).contains(state);
    }
    assertThat(world.get(id).state()).isEqualTo(TaskState.TODO);
  }

  @Test
  void defect05TheHolderIsReadBackAlsoByAnotherServer() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    assertThat(world.work.watch().look()).isZero();
    try (WorkWorld other = new WorkWorld(settings)) {
      assertThat(other.work.watch().look()).isZero();
      assertThat(other.get(id).holder()).contains(ann);
    }
  }

  @Test
  void defect06AfterARestartAssignmentsStandAndEndInTheirTime() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.close();
    world = new WorkWorld(settings);
    assertThat(world.claim(ann).task().id()).isEqualTo(id);
    world.work.watch().look();
    world.overdue(id);
    assertThat(world.work.watch().look()).isOne();
    assertThat(world.claim(bob).attempt()).isEqualTo(2);
  }

  @Test
  void defect07ADeadAgentHoldsItsTaskNoLongerThanItsLease() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.work.watch().look();
    world.overdue(id);
    assertThat(world.work.watch().look()).isOne();
    assertThat(world.get(id).holder()).isEmpty();
    assertThat(world.claim(bob).task().id()).isEqualTo(id);
    assertThat(world.refused(ann, id, 1, done()).problem()).isEqualTo(Problem.STALE_ATTEMPT);
  }

  @Test
  void defect08ASecondRequestDoesNotOverwriteTheFirst() throws KmException {
    TaskId first = world.task(Words.of("a"));
    TaskId second = world.task(Words.of("b"));
    world.claim(ann);
    Offer again = world.request(ann);
    assertThat(((Offer.Work) again).continued()).isTrue();
    assertThat(((Offer.Work) again).assignment().task().id()).isEqualTo(first);
    assertThat(world.get(second).state()).isEqualTo(TaskState.TODO);
  }

  @Test
  void defect09NobodyReportsForAnother() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    Report.Blocker blocker = new Report.Blocker("no", "high", List.of());
    assertThat(world.refused(bob, id, 1, done()).problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.refused(bob, id, 1, blocker).problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.get(id).state()).isEqualTo(TaskState.IN_PROGRESS);
    assertThat(world.get(id).holder()).contains(ann);
  }

  @Test
  void defect10ACompletionThatFailsHalfwayLeavesTheTaskWithItsHolder() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    whileEventsFail(() -> world.report(ann, id, 1, done()));
    assertThat(world.get(id).state()).isEqualTo(TaskState.IN_PROGRESS);
    assertThat(world.get(id).holder()).contains(ann);
    assertThat(world.work.agents().status(ann).agent().completed()).isZero();
    assertThat(world.report(ann, id, 1, done()).state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void defect11ARequestThatBreaksOffReservesNothing() throws KmException {
    TaskId id = world.task(Words.of("a").files("a.txt"));
    whileEventsFail(() -> world.request(ann));
    assertThat(world.get(id).state()).isEqualTo(TaskState.TODO);
    assertThat(world.claim(bob).task().id()).isEqualTo(id);
  }

  @Test
  void defect12AgentsOfDifferentServersSeeEachOther() throws KmException {
    TaskId id = world.task(Words.of("a"));
    try (WorkWorld other = new WorkWorld(settings)) {
      other.claim(ann);
      assertThat(world.work.agents().status(ann).held()).hasSize(1);
      assertThat(nothing(bob).reason()).isEqualTo(Reason.ALL_HELD);
      assertThat(world.report(ann, id, 1, done()).state()).isEqualTo(TaskState.DONE);
      assertThat(other.get(id).state()).isEqualTo(TaskState.DONE);
    }
  }

  @Test
  void defect13ARequestLooksAtAFewTasksAndNotAtTheBoard() throws KmException {
    List<NewTask> many = IntStream.range(0, 300).mapToObj(i -> Words.of("t" + i).task()).toList();
    world.work.tasks().create(WorkWorld.ALPHA, many, Optional.empty(), "test");
    Wish wish = new Wish(ann, Optional.empty(), Optional.empty(), Optional.empty(), "ann");
    ClaimStatement.Result result =
        world.database.transact(
            t -> {
              Agent agent = AgentRows.lockToClaim(t, ann).orElseThrow().agent();
              return ClaimStatement.run(t, agent, wish, ClaimTimes.USUAL);
            });
    assertThat(result.won()).isPresent();
    assertThat(result.candidates()).isBetween(1L, 20L);
  }

  @Test
  void defect14AnAgentThatWasSilentIsStillKnownAndNoServerRemembersOldWords() throws KmException {
    try (WorkWorld other = new WorkWorld(settings)) {
      assertThat(other.work.agents().status(ann).agent().skills()).containsExactly("java");
      world.agent("ann", 1, "go");
      assertThat(other.work.agents().status(ann).agent().skills()).containsExactly("go");
      world.sql("UPDATE agent SET seen_at = seen_at - interval '1 day'");
      assertThat(other.work.agents().status(ann).agent().id()).isEqualTo(ann);
    }
  }

  @Test
  void defect16RegisteringAgainResetsNoCounts() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.report(ann, id, 1, done());
    world.agent("ann", 1, "java");
    Agent agent = world.work.agents().status(ann).agent();
    assertThat(agent.completed()).isOne();
    assertThat(agent.registrations()).isEqualTo(2);
  }

  private Offer.Nothing nothing(AgentId agent) throws KmException {
    return (Offer.Nothing) world.request(agent);
  }

  private interface Step {
    void run() throws KmException;
  }

  /** Lets the last write of whatever is done fail, as a crash in the middle would. */
  private void whileEventsFail(Step step) throws KmException {
    world.sql(
        "CREATE FUNCTION test_fails() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'the test says no'; END $$");
    world.sql(
        "CREATE TRIGGER test_fails BEFORE INSERT ON task_event"
            + " FOR EACH ROW EXECUTE FUNCTION test_fails()");
    try {
      assertThatThrownBy(step::run).hasStackTraceContaining("the test says no");
    } finally {
      world.sql("DROP FUNCTION test_fails CASCADE");
    }
  }
}
