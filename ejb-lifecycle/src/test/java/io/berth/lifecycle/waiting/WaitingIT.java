package io.berth.lifecycle.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.Wish;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.database.Notices;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits with a real PostgreSQL. No timer ticks here: only a notice can wake anybody. */
@ExtendWith(WithPostgres.class)
class WaitingIT {
  private static final Duration WAIT = Duration.ofSeconds(55);

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private WorkWorld world;
  private ParkedClaims parked;
  private ReadyListener listener;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    BerthSettings.Database settings = postgres.newDatabase();
    world = new WorkWorld(settings).project("alpha").project("beta");
    parked =
        new ParkedClaims(
            this::claim,
            new StoredOpenings(world.database),
            executor,
            System::nanoTime,
            ParkedClaims.Limits.USUAL);
    listener = new ReadyListener(() -> ear(settings), Thread::new, parked::ready, this::missed);
    listener.start();
    await().until(() -> opened.get() == 1);
  }

  private Offer claim(Wish wish) throws KmException {
    asked.incrementAndGet();
    return world.work.claims().request(wish);
  }

  private void missed() {
    opened.incrementAndGet();
    parked.anything();
  }

  private static ReadyListener.Ear ear(BerthSettings.Database settings) throws SQLException {
    Notices notices = Notices.open(settings, ReadyListener.CHANNEL);
    return new ReadyListener.Ear() {
      @Override
      public List<String> await(Duration patience) throws SQLException {
        return notices.await(patience);
      }

      @Override
      public void close() throws SQLException {
        notices.close();
      }
    };
  }

  @AfterEach
  void close() {
    listener.close();
    parked.close();
    executor.shutdownNow();
    world.close();
  }

  private CompletableFuture<Offer> ask(AgentId agent) throws KmException {
    Wish wish =
        new Wish(agent, Optional.empty(), Optional.empty(), Optional.empty(), agent.value());
    return parked.request(wish, WAIT).toCompletableFuture();
  }

  private static Assignment given(CompletableFuture<Offer> answer) throws Exception {
    return ((Offer.Work) answer.get(20, TimeUnit.SECONDS)).assignment();
  }

  @Test
  void aNewTaskIsGivenToWhoWaits() throws Exception {
    CompletableFuture<Offer> answer = ask(world.agent("ann", 1));
    assertThat(answer).isNotDone();
    TaskId task = world.task(Words.of("a"));
    assertThat(given(answer).task().id()).isEqualTo(task);
  }

  @Test
  void aTaskWhoseLastDependencyIsDoneIsGivenToWhoWaits() throws Exception {
    AgentId ann = world.agent("ann", 1);
    TaskId first = world.task(Words.of("first"));
    TaskId second = world.task(Words.of("second").after(first));
    world.claim(ann);
    CompletableFuture<Offer> answer = ask(world.agent("bob", 1));
    world.report(ann, first, 1, WorkWorld.done());
    assertThat(given(answer).task().id()).isEqualTo(second);
  }

  @Test
  void aTaskWhoseFilesAreFreeAgainIsGivenToWhoWaits() throws Exception {
    AgentId ann = world.agent("ann", 1);
    TaskId first = world.task(Words.of("first").files("a.txt"));
    TaskId second = world.task(Words.of("second").files("a.txt"));
    world.claim(ann);
    CompletableFuture<Offer> answer = ask(world.agent("bob", 1));
    world.report(ann, first, 1, WorkWorld.done());
    assertThat(given(answer).task().id()).isEqualTo(second);
  }

  @Test
  void aTaskWhoseLeaseIsOverIsGivenToWhoWaits() throws Exception {
    AgentId ann = world.agent("ann", 1);
    TaskId task = world.task(Words.of("a"));
    world.claim(ann);
    CompletableFuture<Offer> answer = ask(world.agent("bob", 1));
    world.work.watch().look();
    world.overdue(task);
    assertThat(world.work.watch().look()).isOne();
    assertThat(given(answer).attempt()).isEqualTo(2);
  }

  @Test
  void aKilledListenerComesBackAndWhatItMissedIsMadeGood() throws Exception {
    CompletableFuture<Offer> answer = ask(world.agent("ann", 1));
    int killed =
        world.database.transact(
            t ->
                t.createQuery(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                            + " WHERE application_name = 'berth notices'"
                            + " AND datname = current_database()")
                    .mapTo(Integer.class)
                    .one());
    assertThat(killed).isOne();
    TaskId task = world.task(Words.of("a"));
    assertThat(given(answer).task().id()).isEqualTo(task);
    await().until(() -> opened.get() == 2);
    CompletableFuture<Offer> later = ask(world.agent("bob", 1));
    TaskId next = world.task(Words.of("b"));
    assertThat(given(later).task().id()).isEqualTo(next);
  }

  @Test
  void ofManyWhoWaitOnlyThoseAreAskedWhoMayHaveTheTask() throws Exception {
    for (int i = 0; i < 30; i++) {
      ask(world.agent("go-" + i, 1, "go"));
    }
    CompletableFuture<Offer> ann = ask(world.agent("ann", 1, "java"));
    CompletableFuture<Offer> bob = ask(world.agent("bob", 1, "java"));
    asked.set(0);
    TaskId first = world.task(Words.of("first").required("java"));
    assertThat(given(ann).task().id()).isEqualTo(first);
    TaskId second = world.task(Words.of("second").required("java"));
    assertThat(given(bob).task().id()).isEqualTo(second);
    assertThat(asked).hasValue(2);
    assertThat(parked.size()).isEqualTo(30);
  }

  @Test
  void whatOneGaveBackWakesAnotherWhoWaitsLater() throws Exception {
    AgentId ann = world.agent("ann", 1);
    TaskId task = world.task(Words.of("a"));
    CompletableFuture<Offer> given = ask(ann);
    assertThat(given(given).task().id()).isEqualTo(task);
    AgentId bob = world.agent("bob", 1);
    CompletableFuture<Offer> later = ask(bob);
    world.report(ann, task, 1, new Report.Release("not for me", Optional.of("nothing yet")));
    CompletableFuture<Offer> again = ask(ann);
    assertThat(given(later).task().id()).isEqualTo(task);
    assertThat(again).isNotDone();
  }

  @Test
  void whatIsReservedWakesTheOneForWhomItIs() throws Exception {
    AgentId ann = world.agent("ann", 1);
    TaskId task = world.task(Words.of("a"));
    world.claim(ann);
    CompletableFuture<Offer> bob = ask(world.agent("bob", 1));
    CompletableFuture<Offer> eve = ask(world.agent("eve", 1));
    world.work.orders().takeBack(task, Optional.of(new AgentId("eve")), "eve knows it", "test");
    assertThat(given(eve).task().id()).isEqualTo(task);
    assertThat(bob).isNotDone();
  }

  @Test
  void hundredWhoWaitGetAHundredDifferentTasks() throws Exception {
    List<CompletableFuture<Offer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(ask(world.agent("agent" + i, 1)));
    }
    assertThat(parked.size()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      world.task(Words.of("t" + i));
    }
    Set<TaskId> tasks = new HashSet<>();
    for (CompletableFuture<Offer> answer : answers) {
      tasks.add(given(answer).task().id());
    }
    assertThat(tasks).hasSize(100);
    assertThat(parked.size()).isZero();
  }
}
