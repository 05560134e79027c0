package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.claim.proof.ClaimCheck;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class ChoiceIT {
  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
  }

  @AfterEach
  void close() throws KmException {
    ClaimCheck.prove(world.database, List.of());
    world.close();
  }

  @Test
  void theHighestPriorityComesFirstAndThenTheOldest() throws KmException {
    world.task(Words.of("a").priority(Priority.LOW));
    world.task(Words.of("b"));
    world.task(Words.of("c").priority(Priority.URGENT));
    world.task(Words.of("d").priority(Priority.HIGH));
    world.task(Words.of("e"));
    AgentId agent = world.agent("ann", 10);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      order.add(world.claim(agent).task().words().name());
    }
    assertThat(order).containsExactly("c", "d", "b", "e", "a");
  }

  @Test
  void withinAPriorityTheScoreOfSkillAndDependenciesDecides() throws KmException {
    AgentId agent = world.agent("ann", 10, "java", "sql");
    world.task(Words.of("strange").labels("css"));
    TaskId skilled = world.task(Words.of("skilled").preferred("java", "sql"));
    TaskId freeing = world.task(Words.of("freeing"));
    TaskId chained = world.task(Words.of("waits").after(freeing));
    world.task(Words.of("waits more").after(chained));
    Assignment first = world.claim(agent);
    assertThat(first.task().id()).isEqualTo(freeing);
    assertThat(first.why())
        .containsEntry("frees", 1)
        .containsEntry("chain", true)
        .containsEntry("candidates", 3)
        .containsKeys("score", "skill", "priority", "level", "waitedSeconds");
    assertThat(world.claim(agent).task().id()).isEqualTo(skilled);
    assertThat(world.claim(agent).task().words().name()).isEqualTo("strange");
  }

  @Test
  void requiredSkillsAreAWallAndPreferredOnesAreNot() throws KmException {
    world.task(Words.of("needs both").required("Java", "k8s"));
    TaskId likes = world.task(Words.of("likes").preferred("rust"));
    AgentId agent = world.agent("ann", 2, "java");
    assertThat(world.claim(agent).task().id()).isEqualTo(likes);
    Offer.Nothing nothing = (Offer.Nothing) world.request(agent);
    assertThat(nothing.reason()).isEqualTo(Reason.MISSING_SKILLS);
    assertThat(nothing.missingSkills()).containsExactly("k8s");
    assertThat(nothing.counts()).containsEntry("missing_skills", 1L).containsEntry("all_held", 1L);
    assertThat(world.claim(world.agent("bob", 1, "K8S", "java")).task().words().name())
        .isEqualTo("needs both");
  }

  @Test
  void whyThereIsNothingIsFoundInAFewTasksOfEachKind() throws KmException {
    List<NewTask> strange = many(500, Words.of("needs rust").required("rust"));
    NewTask keyed =
        new NewTask(
            Optional.of("first"),
            Words.of("needs k8s").required("k8s").task().words(),
            List.of(),
            Optional.empty(),
            false);
    List<NewTask> waiting = new ArrayList<>(many(499, Words.of("waits").after("first")));
    waiting.add(keyed);
    world.work.tasks().create(WorkWorld.ALPHA, strange, Optional.empty(), "test");
    world.work.tasks().create(WorkWorld.ALPHA, waiting, Optional.empty(), "test");
    world.work.tasks().create(WorkWorld.ALPHA, waiting, Optional.empty(), "test");
    Offer.Nothing nothing = (Offer.Nothing) world.request(world.agent("ann", 1, "java"));
    assertThat(nothing.reason()).isEqualTo(Reason.MISSING_SKILLS);
    assertThat(nothing.counts())
        .containsEntry("missing_skills", (long) WhyNothing.MOST)
        .containsEntry("waiting_for_dependencies", (long) WhyNothing.MOST)
        .containsEntry("needs_operator", 0L);
    assertThat(nothing.missingSkills()).contains("rust");
  }

  private static List<NewTask> many(int count, Words words) {
    return Collections.nCopies(count, words.task());
  }

  @Test
  void projectsTakeTurnsHoweverMuchOneOfThemHas() throws KmException {
    world.project("beta").project("gamma");
    for (int i = 0; i < 12; i++) {
      world.task(Words.of("a" + i));
    }
    for (int i = 0; i < 3; i++) {
      world.task(Words.of("b" + i).in("beta"));
      world.task(Words.of("c" + i).in("gamma"));
    }
    AgentId agent = world.agent("ann", 100);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      order.add(world.claim(agent).task().id().project().value());
    }
    for (int round = 0; round < 3; round++) {
      assertThat(order.subList(round * 3, round * 3 + 3))
          .containsExactlyInAnyOrder("alpha", "beta", "gamma");
    }
  }

  @Test
  void nothingWaitsForEverBehindWhatIsMoreUrgent() throws KmException {
    world.project("beta");
    TaskId old = world.task(Words.of("old").priority(Priority.LOW).in("beta"));
    AgentId agent = world.agent("ann", 100);
    aged(old, 44);
    world.task(Words.of("urgent").priority(Priority.URGENT));
    assertThat(world.claim(agent).task().words().name()).isEqualTo("urgent");
    aged(old, 46);
    world.task(Words.of("more urgent").priority(Priority.URGENT));
    Assignment next = world.claim(agent);
    assertThat(next.task().id()).isEqualTo(old);
    assertThat(next.why()).containsEntry("overdue", true);
  }

  @Test
  void waitingRaisesThePriorityByOneAtATime() throws KmException {
    TaskId old = world.task(Words.of("old"));
    aged(old, 16);
    world.task(Words.of("high").priority(Priority.HIGH));
    world.task(Words.of("urgent").priority(Priority.URGENT));
    AgentId agent = world.agent("ann", 3);
    assertThat(world.claim(agent).task().words().name()).isEqualTo("urgent");
    assertThat(world.claim(agent).why()).containsEntry("level", 2);
  }

  @Test
  void twoTasksThatTouchOneFileAreNeverHeldAtOnce() throws KmException {
    TaskId first = world.task(Words.of("first").files("src/A.java", "./src//B.java"));
    TaskId second = world.task(Words.of("second").files("src/B.java", "src/C.java"));
    AgentId ann = world.agent("ann", 1);
    AgentId bob = world.agent("bob", 1);
    assertThat(world.claim(ann).task().id()).isEqualTo(first);
    Offer.Nothing nothing = (Offer.Nothing) world.request(bob);
    assertThat(nothing.reason()).isEqualTo(Reason.FILES_BUSY);
    assertThat(nothing.retryAfter()).isPositive();
    world.report(ann, first, 1, WorkWorld.done());
    assertThat(world.claim(bob).task().id()).isEqualTo(second);
  }

  @Test
  void filesOfOneProjectAreNotThoseOfAnother() throws KmException {
    world.project("beta");
    world.task(Words.of("a").files("README.md"));
    world.task(Words.of("b").files("README.md").in("beta"));
    AgentId agent = world.agent("ann", 2);
    assertThat(world.claim(agent).task().id()).isNotEqualTo(world.claim(agent).task().id());
    // why: the check of histories knows files by their path alone
    world.sql("DELETE FROM task WHERE project = 'beta'");
  }

  @Test
  void anAgentOfOneTaskGoesOnWithItAndOneOfSeveralIsToldWhatItHolds() throws KmException {
    world.task(Words.of("a"));
    world.task(Words.of("b"));
    world.task(Words.of("c"));
    AgentId single = world.agent("ann", 1);
    Assignment first = world.claim(single);
    Offer again = world.request(single);
    assertThat(again).isInstanceOf(Offer.Work.class);
    assertThat(((Offer.Work) again).continued()).isTrue();
    assertThat(((Offer.Work) again).assignment().task().id()).isEqualTo(first.task().id());
    assertThat(((Offer.Work) again).assignment().attempt()).isOne();
    AgentId twofold = world.agent("bob", 2);
    Assignment one = world.claim(twofold);
    Assignment two = world.claim(twofold);
    assertThat(one.task().id()).isNotEqualTo(two.task().id());
    Offer.Nothing full = (Offer.Nothing) world.request(twofold);
    assertThat(full.reason()).isEqualTo(Reason.AT_CAPACITY);
    assertThat(full.current()).hasSize(2);
  }

  @Test
  void theSameRequestIsAnsweredWithTheSameTask() throws KmException {
    world.task(Words.of("a"));
    world.task(Words.of("b"));
    AgentId agent = world.agent("ann", 5);
    TaskId first = requested(agent, "r1");
    assertThat(requested(agent, "r1")).isEqualTo(first);
    assertThat(requested(agent, "r2")).isNotEqualTo(first);
  }

  private TaskId requested(AgentId agent, String request) throws KmException {
    Offer offer =
        world
            .work
            .claims()
            .request(
                new Wish(agent, Optional.empty(), Optional.empty(), Optional.of(request), "ann"));
    return ((Offer.Work) offer).assignment().task().id();
  }

  @Test
  void whoeverGaveATaskBackIsOfferedAnotherFirst() throws KmException {
    TaskId first = world.task(Words.of("a"));
    TaskId second = world.task(Words.of("b"));
    AgentId agent = world.agent("ann", 1);
    world.claim(agent);
    world.report(agent, first, 1, WorkWorld.back());
    assertThat(world.claim(agent).task().id()).isEqualTo(second);
    world.report(agent, second, 1, WorkWorld.back());
    assertThat(((Offer.Nothing) world.request(agent)).reason()).isEqualTo(Reason.RESERVED);
    assertThat(world.claim(world.agent("bob", 1)).task().id()).isEqualTo(first);
  }

  @Test
  void anAgentIsGivenWorkOfItsProjectsOnlyAndOfTheOneItNames() throws KmException {
    world.project("beta");
    world.task(Words.of("a"));
    TaskId other = world.task(Words.of("b").in("beta"));
    AgentId agent = world.agent("ann", 3);
    assertThat(world.claim(agent, "beta").task().id()).isEqualTo(other);
    assertThat(((Offer.Nothing) world.request(agent, "beta")).reason()).isEqualTo(Reason.ALL_HELD);
    assertThat(((Offer.Nothing) world.request(world.agent("bob", 1), "gamma")).reason())
        .isEqualTo(Reason.NO_TASKS);
    Offer narrowed =
        world
            .work
            .claims()
            .request(
                new Wish(
                    agent,
                    Optional.empty(),
                    Optional.of(new ProjectId("beta")),
                    Optional.empty(),
                    "ann"));
    assertThat(narrowed).isInstanceOf(Offer.Nothing.class);
  }

  @Test
  void whatIsLeftTellsWhyThereIsNothing() throws KmException {
    AgentId ann = world.agent("ann", 1);
    assertThat(((Offer.Nothing) world.request(ann)).reason()).isEqualTo(Reason.NO_TASKS);
    TaskId first = world.task(Words.of("a"));
    world.task(Words.of("b").after(first));
    world.claim(ann);
    AgentId bob = world.agent("bob", 1);
    Offer.Nothing waiting = (Offer.Nothing) world.request(bob);
    assertThat(waiting.reason()).isEqualTo(Reason.WAITING_FOR_DEPENDENCIES);
    assertThat(waiting.counts())
        .containsEntry("waiting_for_dependencies", 1L)
        .containsEntry("all_held", 1L);
    world.report(ann, first, 1, WorkWorld.done());
    world.work.tasks().patch(TaskId.of("alpha-2"), TaskPatch.to(TaskState.PARKED), "op");
    assertThat(((Offer.Nothing) world.request(bob)).reason()).isEqualTo(Reason.NEEDS_OPERATOR);
  }

  @Test
  void anAgentThatNeverRegisteredIsRefused() {
    KmException refused =
        catchThrowableOfType(KmException.class, () -> world.request(new AgentId("nobody")));
    assertThat(refused.problem()).isEqualTo(Problem.NO_SUCH_AGENT);
  }

  private void aged(TaskId task, int minutes) throws KmException {
    world.sql(
        "UPDATE task SET ready_at = clock_timestamp() - make_interval(mins => ?) WHERE id = ?",
        minutes,
        task.toString());
  }
}
