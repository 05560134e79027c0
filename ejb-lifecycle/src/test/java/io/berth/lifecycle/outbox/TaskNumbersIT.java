package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class TaskNumbersIT {
  private WorkWorld world;
  private TaskNumbers numbers;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
    world.sql("UPDATE event_publisher SET last_number = 0");
    numbers = new TaskNumbers(world.database);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** What an identity gets wrong: the smaller id is committed later, after a reader passed it. */
  @Test
  void aLineThatIsCommittedLateIsNotPassedOver() throws Exception {
    TaskId first = world.task(Words.of("first"));
    TaskId second = world.task(Words.of("second"));
    numbers.publish();
    Streams streams = new Streams(world.database);
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> slow =
          threads.submit(
              () ->
                  world.database.transact(
                      t -> {
                        t.execute(
                            "INSERT INTO task_event (task, project, kind, actor, attempt)"
                                + " VALUES (?, 'alpha', 'slow', 'test', 0)",
                            first.toString());
                        written.countDown();
                        await(commit);
                        return null;
                      }));
      written.await();
      world.work.tasks().comment(second, "fast", "test");
      assertThat(numbers.publish()).isOne();
      List<OutEvent> seen = streams.after(Stream.TASKS, 2, 100);
      assertThat(seen).extracting(OutEvent::type).containsExactly("io.berth.task.comment");
      commit.countDown();
      slow.get();
      assertThat(numbers.publish()).isOne();
      assertThat(streams.after(Stream.TASKS, seen.get(0).number(), 100))
          .extracting(OutEvent::type)
          .containsExactly("io.berth.task.slow");
    } finally {
      commit.countDown();
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void severalWritersAndPublishersMakeOneSequenceThatAReaderCanFollow() throws Exception {
    TaskId task = world.task(Words.of("a"));
    int writers = 4;
    int each = 100;
    AtomicInteger writing = new AtomicInteger(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers + 3);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        TaskId own = w == 0 ? task : world.task(Words.of("t" + w));
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    world.work.tasks().comment(own, "n", "test");
                  }
                  return writing.decrementAndGet();
                }));
      }
      for (int p = 0; p < 2; p++) {
        all.add(
            threads.submit(
                () -> {
                  while (writing.get() > 0) {
                    numbers.publish();
                  }
                  return null;
                }));
      }
      Future<List<Long>> reader = threads.submit(() -> follow(writing));
      for (Future<?> one : all) {
        one.get();
      }
      List<Long> seen = new ArrayList<>(reader.get());
      numbers.publish();
      long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
      new Streams(world.database)
          .after(Stream.TASKS, last, 1_000)
          .forEach(e -> seen.add(e.number()));
      assertThat(seen)
          .isEqualTo(LongStream.rangeClosed(1, writers * each + writers).boxed().toList());
    } finally {
      threads.shutdownNow();
    }
  }

  /** As a sink does: always after the last that it saw. */
  private List<Long> follow(AtomicInteger writing) throws KmException {
    Streams streams = new Streams(world.database);
    List<Long> seen = new ArrayList<>();
    while (writing.get() > 0) {
      long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
      streams.after(Stream.TASKS, last, 50).forEach(e -> seen.add(e.number()));
    }
    return seen;
  }

  @Test
  void onlyOldNumberedLinesOfTasksThatAreOverAreForgotten() throws KmException {
    TaskId done = world.task(Words.of("done"));
    TaskId open = world.task(Words.of("open"));
    var ann = world.agent("ann", 1);
    assertThat(world.claim(ann).task().id()).isEqualTo(done);
    world.report(ann, done, 1, WorkWorld.done());
    world.sql("UPDATE task_event SET at = clock_timestamp() - interval '2 hours'");
    assertThat(numbers.trim(Duration.ofHours(1))).as("not numbered yet").isZero();
    numbers.publish();
    world.work.tasks().comment(done, "new", "test");
    numbers.publish();
    assertThat(numbers.trim(Duration.ofHours(1))).isEqualTo(3);
    assertThat(world.kinds(done)).containsExactly("comment");
    assertThat(world.kinds(open)).containsExactly("created");
    assertThat(numbers.trim(Duration.ofHours(1))).isZero();
  }

  @Test
  void anEventSaysWhatHappened() throws KmException {
    TaskId task = world.task(Words.of("a"));
    world.claim(world.agent("ann", 1));
    numbers.publish();
    OutEvent claimed = new Streams(world.database).after(Stream.TASKS, 1, 10).get(0);
    assertThat(claimed.id()).isEqualTo("tasks-2");
    assertThat(claimed.subject()).isEqualTo(task.toString());
    assertThat(claimed.data())
        .containsAllEntriesOf(
            Map.of("agent", "ann", "attempt", 1, "from", "todo", "to", "in_progress"));
    assertThat(claimed.json())
        .contains(
            "\"specversion\":\"1.0\"",
            "\"type\":\"io.berth.task.claimed\"",
            "\"source\":\"/berth/");
  }
}
