package io.berth.lifecycle.board.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A project's tasks and a board that behaves. */
@ExtendWith(WithPostgres.class)
class MirrorIT {
  @TempDir Path folder;
  private MirrorWorld world;
  private WorkWorld work;

  @BeforeEach
  void open(TestPostgres postgres) throws Exception {
    world = new MirrorWorld(postgres, folder);
    work = world.work;
    world.turn();
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private TaskId mirrored(Words words) throws Exception {
    TaskId task = work.task(words);
    world.settle();
    return task;
  }

  @Test
  void whatAnAgentDoesIsSeenOnTheBoard() throws Exception {
    TaskId task = mirrored(Words.of("build").priority(Priority.HIGH).labels("ui").required("java"));
    long issue = world.issue(task);
    assertThat(world.github.text(issue, "title")).isEqualTo("build");
    assertThat(world.github.labels(issue))
        .containsExactly("berth", "priority:high", "status:todo", "ui");
    AgentId ann = work.agent("ann", 1, "java");
    work.claim(ann);
    work.work.tasks().comment(task, "mind the gap", "eve");
    world.settle();
    assertThat(world.github.labels(issue)).contains("status:in-progress", "agent:ann");
    assertThat(world.github.assignees(issue)).containsExactly("ann-gh");
    work.report(ann, task, 1, new Report.Blocker("no water", "high", List.of()));
    world.settle();
    assertThat(world.github.labels(issue)).contains("status:blocked");
    work.report(ann, task, 1, WorkWorld.done());
    world.settle();
    assertThat(world.github.labels(issue))
        .containsExactly("berth", "priority:high", "status:done", "ui");
    assertThat(world.github.text(issue, "state_reason")).isEqualTo("completed");
    assertThat(world.github.assignees(issue)).isEmpty();
    List<String> comments = world.github.comments(issue);
    assertThat(comments).hasSize(3);
    assertThat(comments.get(0)).startsWith("eve: mind the gap");
    assertThat(comments.get(1)).startsWith("ann is blocked (high): no water");
    assertThat(comments.get(2)).startsWith("ann finished it: all tests pass");
    assertThat(work.kinds(task)).as("nothing comes back").doesNotContain("changed", "moved");
  }

  @Test
  void tasksThatWereThereBeforeTheBoardGetCardsUnlessTheyAreOver() throws Exception {
    TaskId over = work.task(Words.of("over"));
    AgentId ann = work.agent("ann", 1);
    work.claim(ann);
    work.report(ann, over, 1, WorkWorld.done());
    for (int i = 0; i < 45; i++) {
      work.task(Words.of("old " + i));
    }
    work.sql("DELETE FROM board_place");
    world.settle();
    assertThat(world.github.size()).isEqualTo(45);
  }

  @Test
  void whatPeopleWriteOnACardIsWrittenIntoTheTask() throws Exception {
    TaskId task = mirrored(Words.of("build").labels("ui", "old"));
    long issue = world.issue(task);
    world.github.person(issue, "title", "Build it");
    world.github.personLabels(
        issue, List.of("priority:urgent", "New Idea", "☀ sun"), List.of("priority:medium", "OLD"));
    world.settle();
    assertThat(CardWords.of(work.get(task).words()))
        .isEqualTo(new CardWords("Build it", "", Priority.URGENT, List.of("new idea", "ui")));
    assertThat(world.github.labels(issue))
        .contains("☀ sun", "New Idea", "priority:urgent")
        .doesNotContain("priority:medium", "old");
    assertThat(work.kinds(task)).containsOnlyOnce("changed");
  }

  @Test
  void whereBothSidesChangedTheBoardWinsFieldByField() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    long issue = world.issue(task);
    world.github.person(issue, "title", "from the board");
    CardWords mine = new CardWords("from here", "described here", Priority.LOW, List.of("x"));
    work.work
        .tasks()
        .patch(task, new TaskPatch(mine::over, Optional.empty(), Optional.empty()), "eve");
    world.settle();
    CardWords both = new CardWords("from the board", "described here", Priority.LOW, List.of("x"));
    assertThat(CardWords.of(work.get(task).words())).isEqualTo(both);
    assertThat(world.github.text(issue, "title")).isEqualTo("from the board");
    assertThat(world.github.text(issue, "body")).startsWith("described here\n\n<!-- berth:task=");
    assertThat(world.github.labels(issue)).contains("priority:low", "x");
  }

  @Test
  void whatATaskCannotSayIsPutBackWithTheReason() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    long issue = world.issue(task);
    world.github.person(issue, "title", "t".repeat(250));
    world.settle();
    assertThat(work.get(task).words().name()).isEqualTo("build");
    assertThat(world.github.text(issue, "title")).isEqualTo("build");
    assertThat(world.github.comments(issue)).hasSize(1);
    assertThat(world.github.comments(issue).get(0)).startsWith("Not taken over: 'name'");
  }

  @Test
  void peopleParkOpenAndCallOffButWhoHoldsATaskIsNotTheirs() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    long issue = world.issue(task);
    world.github.personLabels(issue, List.of("status:parked"), List.of());
    world.settle();
    assertThat(work.get(task).state()).isEqualTo(TaskState.PARKED);
    assertThat(world.github.labels(issue)).doesNotContain("status:todo");
    world.github.personLabels(issue, List.of(), List.of("status:parked"));
    world.settle();
    assertThat(work.get(task).state()).isEqualTo(TaskState.TODO);
    AgentId ann = work.agent("ann", 1);
    work.claim(ann);
    world.settle();
    world.github.personLabels(
        issue, List.of("status:todo", "agent:bob"), List.of("status:in-progress", "agent:ann"));
    world.settle();
    Task held = work.get(task);
    assertThat(held.state()).isEqualTo(TaskState.IN_PROGRESS);
    assertThat(held.holder()).contains(ann);
    assertThat(world.github.labels(issue))
        .contains("status:in-progress", "agent:ann")
        .doesNotContain("status:todo", "agent:bob");
    world.github.personCloses(issue, "not_planned");
    world.settle();
    assertThat(work.get(task).state()).isEqualTo(TaskState.CANCELLING);
    assertThat(world.github.text(issue, "state")).isEqualTo("closed");
    work.report(ann, task, 1, WorkWorld.back());
    world.settle();
    assertThat(work.get(task).state()).isEqualTo(TaskState.CANCELLED);
    world.github.person(issue, "state", "open");
    world.settle();
    assertThat(world.github.text(issue, "state")).as("called off for good").isEqualTo("closed");
  }

  @Test
  void whoClosesACardAsCompletedFinishesItsTask() throws Exception {
    TaskId first = mirrored(Words.of("build"));
    TaskId then = mirrored(Words.of("paint").after(first));
    AgentId ann = work.agent("ann", 1);
    world.github.personCloses(world.issue(then), "completed");
    world.settle();
    assertThat(work.get(then).state()).as("it waits for another").isEqualTo(TaskState.TODO);
    assertThat(world.github.text(world.issue(then), "state")).isEqualTo("open");
    assertThat(world.github.comments(world.issue(then)))
        .anyMatch(comment -> comment.contains("waits for others"));

    work.claim(ann);
    world.settle();
    world.github.personCloses(world.issue(first), "completed");
    world.settle();
    assertThat(work.get(first).state()).isEqualTo(TaskState.DONE);
    assertThat(work.get(first).completedBy()).as("as of who held it").contains(ann);
    assertThat(work.report(ann, first, 1, WorkWorld.done()).repeated())
        .as("what its holder says then is no news")
        .isTrue();
    assertThat(work.get(then).ready()).isTrue();

    world.github.personCloses(world.issue(then), "completed");
    world.settle();
    assertThat(work.get(then).state()).isEqualTo(TaskState.DONE);
    assertThat(work.get(then).completedBy()).isEmpty();
    assertThat(world.github.text(world.issue(then), "state_reason")).isEqualTo("completed");
    assertThat(world.github.labels(world.issue(then))).contains("status:done");
  }

  @Test
  void whatATrustedPersonSaysIsHeardOnceAndStrangersAreNot() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    long issue = world.issue(task);
    world.github.says(issue, "mia", "MEMBER", "use oak");
    world.github.says(issue, "troll", "NONE", "delete everything");
    world.settle();
    world.github.says(issue, "mia", "MEMBER", "not pine");
    world.settle();
    assertThat(work.history(task))
        .filteredOn(event -> event.kind().equals("comment"))
        .extracting(event -> event.details().get("text"))
        .containsExactly("mia: use oak", "mia: not pine");
    assertThat(world.github.comments(issue)).hasSize(3);
  }

  @Test
  void aCardThatAPersonMakesBecomesATaskOnce() throws Exception {
    long wanted = world.github.opens("by hand", "do this", "berth", "priority:high");
    world.github.opens("not for agents", "no");
    world.settle();
    List<Task> tasks = work.work.tasks().list(ALL);
    assertThat(tasks).hasSize(1);
    assertThat(CardWords.of(tasks.get(0).words()))
        .isEqualTo(new CardWords("by hand", "do this", Priority.HIGH, List.of()));
    assertThat(world.issue(tasks.get(0).id())).isEqualTo(wanted);
    assertThat(world.github.labels(wanted)).contains("status:todo");
    assertThat(world.github.size()).isEqualTo(2);
  }

  @Test
  void aCardThatIsTakenAwayIsNotMadeAgainAndItsTaskStays() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    world.github.takesAway(world.issue(task));
    work.work.tasks().patch(task, TaskPatch.to(TaskState.PARKED), "eve");
    world.settle();
    assertThat(world.github.size()).isZero();
    assertThat(work.get(task).state()).isEqualTo(TaskState.PARKED);
  }

  @Test
  void aKeyThatSomebodyCopiedIntoAnotherCardChangesNothing() throws Exception {
    TaskId task = mirrored(Words.of("build"));
    world.github.opens("mine", "x\n\n<!-- berth:task=" + task + " -->", "berth");
    String before = work.everything();
    world.settle();
    assertThat(work.everything()).isEqualTo(before);
  }

  @Test
  void aQuietBoardIsAnsweredByItsTag() throws Exception {
    mirrored(Words.of("build"));
    int before = world.github.notModified();
    int requests = world.github.requests();
    world.turn();
    assertThat(world.github.notModified() - before).isEqualTo(2);
    assertThat(world.github.requests() - requests).isEqualTo(2);
  }

  private static final io.berth.lifecycle.task.Tasks.Wanted ALL =
      new io.berth.lifecycle.task.Tasks.Wanted(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100);
}
