package io.berth.lifecycle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class BoardIT {
  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha").project("beta");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aBatchMayWaitForEachOtherByItsKeys() throws KmException {
    List<Task> made =
        create(
            Words.of("deploy").key("d").after("b", "t"),
            Words.of("build").key("b"),
            Words.of("test").key("t").after("b"));
    assertThat(made)
        .extracting(t -> t.id().toString())
        .containsExactly("alpha-1", "alpha-2", "alpha-3");
    assertThat(made.get(0).dependencies())
        .extracting(TaskId::toString)
        .containsExactly("alpha-2", "alpha-3");
    assertThat(made).extracting(Task::openDependencies).containsExactly(2, 0, 1);
    assertThat(made).extracting(Task::ready).containsExactly(false, true, false);
    AgentId ann = world.agent("ann", 1);
    for (String expected : List.of("build", "test", "deploy")) {
      assertThat(world.claim(ann).task().words().name()).isEqualTo(expected);
      Task held = world.get(world.claim(ann).task().id());
      world.report(ann, held.id(), held.attempt(), WorkWorld.done());
    }
    assertThat(world.kinds(TaskId.of("alpha-1"))).contains("ready");
  }

  @Test
  void aCircleIsNamedAndNothingOfItIsStored() throws KmException {
    Task first = create(Words.of("first")).get(0);
    Task second = create(Words.of("second").after(first.id())).get(0);
    String before = world.everything();
    KmException batch =
        refused(
            Words.of("x").key("x").after("z"),
            Words.of("y").key("y").after("x"),
            Words.of("z").key("z").after("y"));
    assertThat(batch.problem()).isEqualTo(Problem.INVALID);
    assertThat(batch.getMessage()).contains("x -> z -> y -> x");
    assertThat(refused(Words.of("self").key("s").after("s")).getMessage()).contains("s -> s");
    assertThat(
            refused(Words.of("p").key("p").partOf("q"), Words.of("q").key("q").partOf("p"))
                .problem())
        .isEqualTo(Problem.INVALID);
    KmException patched =
        catchThrowableOfType(KmException.class, () -> depend(first.id(), second.id().toString()));
    assertThat(patched.problem()).isEqualTo(Problem.INVALID);
    assertThat(patched.getMessage()).contains("alpha-1 -> alpha-2 -> alpha-1");
    KmException part = refused(Words.of("part").partOf(first.id()).after(second.id()));
    assertThat(part.getMessage()).contains("alpha-1").contains("alpha-2");
    assertThat(world.everything()).isEqualTo(before);
  }

  @Test
  void aTaskWithPartsIsReadyWhenTheyAreDoneOrCalledOff() throws KmException {
    Task whole = create(Words.of("whole")).get(0);
    List<Task> parts =
        create(Words.of("one").partOf(whole.id()), Words.of("two").partOf(whole.id()));
    assertThat(world.get(whole.id()).subtasks()).hasSize(2);
    assertThat(world.get(whole.id()).openDependencies()).isEqualTo(2);
    AgentId ann = world.agent("ann", 1);
    assertThat(world.claim(ann).task().id()).isEqualTo(parts.get(0).id());
    world.report(ann, parts.get(0).id(), 1, WorkWorld.done());
    world.work.tasks().patch(parts.get(1).id(), TaskPatch.to(TaskState.CANCELLED), "op");
    assertThat(world.get(whole.id()).ready()).isTrue();
    assertThat(world.claim(ann).task().id()).isEqualTo(whole.id());
    assertThat(refused(Words.of("late").partOf(whole.id())).problem()).isEqualTo(Problem.CONFLICT);
  }

  @Test
  void whatWaitsForACalledOffTaskWaitsUntilAnOperatorSaysOtherwise() throws KmException {
    Task first = create(Words.of("first")).get(0);
    Task second = create(Words.of("second").after(first.id())).get(0);
    world.work.tasks().patch(first.id(), TaskPatch.to(TaskState.CANCELLED), "op");
    assertThat(world.get(second.id()).ready()).isFalse();
    assertThat(depend(second.id()).ready()).isTrue();
  }

  @Test
  void theSameRequestMakesItsTasksOnce() throws KmException {
    List<NewTask> batch = List.of(Words.of("a").task(), Words.of("b").task());
    List<Task> first = world.work.tasks().create(WorkWorld.ALPHA, batch, Optional.of("r"), "op");
    String before = world.everything();
    List<Task> second = world.work.tasks().create(WorkWorld.ALPHA, batch, Optional.of("r"), "op");
    assertThat(second).extracting(Task::id).isEqualTo(first.stream().map(Task::id).toList());
    KmException other =
        catchThrowableOfType(
            KmException.class,
            () ->
                world
                    .work
                    .tasks()
                    .create(
                        WorkWorld.ALPHA, List.of(Words.of("c").task()), Optional.of("r"), "op"));
    assertThat(other.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(world.everything()).isEqualTo(before);
  }

  @Test
  void aHeldTaskKeepsItsFilesAndItsDependencies() throws KmException {
    Task other = create(Words.of("other").priority(Priority.LOW)).get(0);
    Task task = create(Words.of("held").files("a")).get(0);
    AgentId ann = world.agent("ann", 1);
    assertThat(world.claim(ann).task().id()).isEqualTo(task.id());
    String before = world.everything();
    for (TaskPatch patch :
        List.of(
            words(w -> with(w, w.name(), w.priority(), List.of("b"))),
            new TaskPatch(w -> w, Optional.of(List.of(other.id().toString())), Optional.empty()),
            TaskPatch.to(TaskState.PARKED),
            TaskPatch.to(TaskState.TODO))) {
      KmException refused =
          catchThrowableOfType(
              KmException.class, () -> world.work.tasks().patch(task.id(), patch, "op"));
      assertThat(refused.problem()).isEqualTo(Problem.CONFLICT);
    }
    assertThat(world.everything()).isEqualTo(before);
    world
        .work
        .tasks()
        .patch(task.id(), words(w -> with(w, "renamed", Priority.URGENT, w.files())), "op");
    assertThat(world.get(task.id()).words().name()).isEqualTo("renamed");
    assertThat(world.get(task.id()).holder()).contains(ann);
  }

  @Test
  void badTasksAreRefusedAndChangeNothing() throws KmException {
    create(Words.of("there"));
    world
        .work
        .tasks()
        .create(new ProjectId("beta"), List.of(Words.of("b").task()), Optional.empty(), "op");
    String before = world.everything();
    for (Words bad :
        List.of(
            Words.of(""),
            Words.of(" "),
            Words.of("a\nb"),
            Words.of("x".repeat(201)),
            Words.of("a").files("/etc/passwd"),
            Words.of("a").files("src/../../x"),
            Words.of("a").files(""),
            Words.of("a").files("."),
            Words.of("a").files("x".repeat(513)),
            Words.of("a").required(""),
            Words.of("a").labels("\u0000"),
            Words.of("a").attempts(0),
            Words.of("a").after("alpha-99"),
            Words.of("a").after("beta-1"),
            Words.of("a").after("no task"),
            Words.of("a").partOf("alpha-99"))) {
      KmException refused = refused(bad);
      assertThat(refused).as(bad.toString()).isNotNull();
      assertThat(refused.problem()).as(bad.toString()).isEqualTo(Problem.INVALID);
    }
    assertThat(refused().problem()).as("none at all").isEqualTo(Problem.INVALID);
    assertThat(
            refused(Stream.generate(() -> Words.of("a")).limit(501).toArray(Words[]::new))
                .problem())
        .isEqualTo(Problem.INVALID);
    assertThat(refused(Words.of("a").key("k"), Words.of("b").key("k")).problem())
        .isEqualTo(Problem.INVALID);
    KmException absent =
        catchThrowableOfType(
            KmException.class,
            () ->
                world
                    .work
                    .tasks()
                    .create(
                        new ProjectId("gamma"),
                        List.of(Words.of("a").task()),
                        Optional.empty(),
                        "op"));
    assertThat(absent.problem()).isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(world.everything()).isEqualTo(before);
    for (String id :
        List.of("", "alpha", "alpha-", "alpha-0", "alpha-x", "-1", "A-1", "alpha-01")) {
      assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> TaskId.of(id)))
          .as(id)
          .isNotNull();
    }
  }

  @Test
  void aListIsInOrderAndFilteredAndABoardCounts() throws KmException {
    create(Words.of("a").labels("ui"), Words.of("b"), Words.of("c").labels("ui"));
    world
        .work
        .tasks()
        .create(new ProjectId("beta"), List.of(Words.of("z").task()), Optional.empty(), "op");
    AgentId ann = world.agent("ann", 1, "ui");
    world.claim(ann, "alpha");
    assertThat(names(wanted(null, null, null, null))).containsExactly("a", "b", "c", "z");
    assertThat(names(wanted(null, "ui", null, null))).containsExactly("a", "c");
    assertThat(names(wanted(TaskState.TODO, null, null, null))).containsExactly("b", "c", "z");
    assertThat(names(wanted(null, null, ann, null))).containsExactly("a");
    assertThat(names(wanted(null, null, null, TaskId.of("alpha-2")))).containsExactly("c", "z");
    Tasks.Board board = world.work.tasks().board(WorkWorld.ALPHA);
    assertThat(board.total()).isEqualTo(3);
    assertThat(board.ready()).isEqualTo(2);
    assertThat(board.active()).isOne();
  }

  @Test
  void aNumberIsNeverGivenTwiceEvenIfItsProjectWasRemoved() throws KmException {
    create(Words.of("a"), Words.of("b"));
    world.sql("DELETE FROM project WHERE id = 'alpha'");
    world.project("alpha");
    assertThat(create(Words.of("c")).get(0).id().toString()).isEqualTo("alpha-3");
  }

  @Test
  void commentsAreKeptInTheHistory() throws KmException {
    Task task = create(Words.of("a")).get(0);
    world.work.tasks().comment(task.id(), "see the log", "ann");
    assertThat(world.history(task.id()).get(1).details()).containsEntry("text", "see the log");
    assertThat(
            catchThrowableOfType(
                    KmException.class, () -> world.work.tasks().comment(task.id(), " ", "ann"))
                .problem())
        .isEqualTo(Problem.INVALID);
  }

  private List<Task> create(Words... words) throws KmException {
    return world
        .work
        .tasks()
        .create(
            WorkWorld.ALPHA, Stream.of(words).map(Words::task).toList(), Optional.empty(), "op");
  }

  private KmException refused(Words... words) {
    return catchThrowableOfType(KmException.class, () -> create(words));
  }

  private Task depend(TaskId id, String... dependencies) throws KmException {
    return world
        .work
        .tasks()
        .patch(
            id, new TaskPatch(w -> w, Optional.of(List.of(dependencies)), Optional.empty()), "op");
  }

  private static TaskPatch words(UnaryOperator<TaskWords> change) {
    return new TaskPatch(change, Optional.empty(), Optional.empty());
  }

  private static TaskWords with(TaskWords w, String name, Priority priority, List<String> files) {
    return new TaskWords(
        name,
        w.description(),
        priority,
        w.labels(),
        w.requiredSkills(),
        w.preferredSkills(),
        files,
        w.estimatedHours(),
        w.dueAt(),
        w.maxAttempts(),
        w.lease(),
        w.budget());
  }

  private static Tasks.Wanted wanted(TaskState state, String label, AgentId holder, TaskId after) {
    return new Tasks.Wanted(
        Optional.empty(),
        Optional.ofNullable(state),
        Optional.ofNullable(label),
        Optional.ofNullable(holder),
        Optional.ofNullable(after),
        10);
  }

  private List<String> names(Tasks.Wanted wanted) throws KmException {
    return world.work.tasks().list(wanted).stream().map(t -> t.words().name()).toList();
  }
}
