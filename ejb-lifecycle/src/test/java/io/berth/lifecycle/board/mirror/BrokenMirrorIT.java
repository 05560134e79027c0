package io.berth.lifecycle.board.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.board.BuiltInBoard;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.MoodyServer.Request;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A board that is silent, garbled, forgetful, slow or away: nothing lost, nothing twice. */
@ExtendWith(WithPostgres.class)
class BrokenMirrorIT {
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

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBLED", "FORGETFUL", "SLOW"})
  void cardsAndRemarksAreMadeOnceWhateverBecomesOfTheAnswer(Mood mood) throws Exception {
    TaskId task = work.task(Words.of("build"));
    work.work.tasks().comment(task, "hello", "eve");
    world.github.server.mood(mood, BrokenMirrorIT::makes);
    for (int i = 0; i < 3; i++) {
      world.turn();
    }
    world.settle();
    assertThat(world.github.size()).isOne();
    assertThat(world.github.comments(world.issue(task))).hasSize(1);
    world.github.server.mood(mood, BrokenMirrorIT::makes);
    work.work.tasks().comment(task, "again", "eve");
    work.work.tasks().patch(task, TaskPatch.to(TaskState.PARKED), "eve");
    world.turn();
    world.settle();
    assertThat(world.github.comments(world.issue(task))).hasSize(2);
    assertThat(world.github.labels(world.issue(task))).contains("status:parked");
  }

  private static boolean makes(Request request) {
    return !request.method().equals("GET");
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBLED", "FORGETFUL"})
  void aCardOfAPersonBecomesOneTaskWhateverBecomesOfTheAnswer(Mood mood) throws Exception {
    world.github.opens("by hand", "do this", "berth");
    world.github.server.mood(mood, BrokenMirrorIT::makes);
    for (int i = 0; i < 3; i++) {
      world.turn();
    }
    world.settle();
    assertThat(new BuiltInBoard(WorkWorld.ALPHA, work.work, "test").all()).hasSize(1);
    assertThat(world.github.size()).isOne();
  }

  @Test
  void aBoardThatWasAwayMissesNothingAndTheReasonIsKept() throws Exception {
    TaskId first = work.task(Words.of("first"));
    world.settle();
    world.github.server.stop();
    TaskId second = work.task(Words.of("second"));
    work.work.tasks().comment(first, "hello", "eve");
    world.turn();
    assertThat(
            work.sql(
                "UPDATE board_place SET last_error = 'x' WHERE last_error LIKE '%/repos/acme/boat%'"
                    + " AND last_error NOT LIKE '%ghp_%' AND retry_at IS NOT NULL"))
        .isOne();
    world.github.server.start();
    world.github.says(1, "mia", "OWNER", "meanwhile");
    world.settle();
    assertThat(world.issue(second)).isEqualTo(2);
    assertThat(world.github.comments(1)).hasSize(2);
    assertThat(work.kinds(first)).containsExactly("created", "comment", "comment");
  }

  /** A node dies when the board has done what it was told, and before anything was noted. */
  @Test
  void anotherNodeGoesOnWhenTheLeaseOfTheFirstIsOver() throws Exception {
    TaskId task = work.task(Words.of("build"));
    work.sql("UPDATE board_place SET owner = 'dead', lease_until = now() + interval '1 hour'");
    work.sql("INSERT INTO board_card (task, project) VALUES (?, 'alpha')", task.toString());
    world.github.opens("build", "\n\n<!-- berth:task=" + task + " -->", "berth", "status:todo");
    BoardTurn other = world.turn("two");
    other.run();
    world.turn(other);
    assertThat(work.sql("UPDATE board_card SET gone = gone WHERE card IS NOT NULL")).isZero();
    work.sql("UPDATE board_place SET lease_until = now() - interval '1 second'");
    world.turn(other);
    other.delivery().sink().close();
    assertThat(world.github.size()).isOne();
    assertThat(work.sql("UPDATE board_card SET gone = gone WHERE card = '1'")).isOne();
  }

  /** Agents, people and bad weather at random; when it is over both sides say the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void afterAnyStormBothSidesAgree(long seed) throws Exception {
    Random chance = new Random(seed);
    List<AgentId> agents =
        List.of(work.agent("ann", 1), work.agent("bob", 1), work.agent("cid", 1));
    List<Assignment> held = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      agentsDo(chance, agents, held, i);
      peopleDo(chance, i);
      Mood mood = Mood.values()[chance.nextInt(Mood.values().length)];
      world.github.server.mood(
          mood == Mood.SILENT || mood == Mood.SLOW ? Mood.FORGETFUL : mood,
          request -> chance.nextInt(8) == 0);
      if (chance.nextInt(3) == 0) {
        world.turn();
      }
    }
    world.settle();
    List<Card> tasks = new BuiltInBoard(WorkWorld.ALPHA, work.work, "test").all();
    assertThat(tasks).isNotEmpty();
    for (Card task : tasks) {
      if (task.column().over() && !world.hasIssue(TaskId.of(task.id()))) {
        // why: it was over before the mirror looked, and needs no card any more
        continue;
      }
      long issue = world.issue(TaskId.of(task.id()));
      assertThat(world.github.text(issue, "title")).isEqualTo(task.words().name());
      assertThat(world.github.labels(issue))
          .as(task.toString())
          .contains("status:" + task.column().label().replace('_', '-'))
          .contains("priority:" + task.words().priority().label())
          .filteredOn(label -> label.startsWith("status:") || label.startsWith("agent:"))
          .hasSize(task.assignee().isPresent() ? 2 : 1);
      long comments = work.kinds(TaskId.of(task.id())).stream().filter("comment"::equals).count();
      assertThat(
              world.github.comments(issue).stream().filter(text -> text.contains("word")).count())
          .as("each remark once on either side")
          .isEqualTo(comments);
    }
  }

  private void agentsDo(Random chance, List<AgentId> agents, List<Assignment> held, int i)
      throws KmException {
    AgentId agent = agents.get(chance.nextInt(agents.size()));
    switch (chance.nextInt(4)) {
      case 0 -> work.task(Words.of("task " + i).attempts(1_000));
      case 1 -> {
        if (work.request(agent) instanceof Offer.Work given) {
          held.removeIf(h -> h.task().id().equals(given.assignment().task().id()));
          held.add(given.assignment());
        }
      }
      case 2 -> {
        if (!held.isEmpty()) {
          Assignment mine = held.remove(0);
          Task task = work.get(mine.task().id());
          AgentId holder = task.holder().orElse(agent);
          boolean back = task.state() == TaskState.CANCELLING || chance.nextBoolean();
          if (task.holder().isPresent()) {
            work.report(
                holder, task.id(), task.attempt(), back ? WorkWorld.back() : WorkWorld.done());
          }
        }
      }
      default ->
          any(chance)
              .ifPresent(
                  task -> quietly(() -> work.work.tasks().comment(task, "word " + i, "eve")));
    }
  }

  private void peopleDo(Random chance, int i) throws KmException {
    Optional<Long> some =
        world.github.numbers(issue -> true).stream().filter(n -> chance.nextBoolean()).findFirst();
    if (some.isEmpty()) {
      return;
    }
    long issue = some.get();
    switch (chance.nextInt(6)) {
      case 0 -> world.github.person(issue, "title", "title " + i);
      case 1 ->
          world.github.personLabels(
              issue,
              List.of("priority:urgent"),
              List.of("priority:low", "priority:medium", "priority:high"));
      case 2 -> world.github.says(issue, "mia", "MEMBER", "word " + i);
      case 3 -> world.github.personLabels(issue, List.of("status:parked"), List.of("status:todo"));
      case 4 -> {
        if (chance.nextInt(4) == 0) {
          world.github.personCloses(issue, chance.nextBoolean() ? "completed" : "not_planned");
        }
      }
      default -> {
        CardWords words = new CardWords("said here " + i, "d" + i, Priority.LOW, List.of("l" + i));
        any(chance)
            .ifPresent(
                task ->
                    quietly(
                        () ->
                            work.work
                                .tasks()
                                .patch(
                                    task,
                                    new TaskPatch(words::over, Optional.empty(), Optional.empty()),
                                    "eve")));
      }
    }
  }

  private Optional<TaskId> any(Random chance) throws KmException {
    List<Card> all = new BuiltInBoard(WorkWorld.ALPHA, work.work, "test").all();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(TaskId.of(all.get(chance.nextInt(all.size())).id()));
  }

  private interface Doing {
    void run() throws KmException;
  }

  private static void quietly(Doing doing) {
    try {
      doing.run();
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }
}
