package io.berth.lifecycle.claim.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.Wish;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.outbox.Delivery;
import io.berth.lifecycle.outbox.OutEvent;
import io.berth.lifecycle.outbox.Sink;
import io.berth.lifecycle.outbox.TaskNumbers;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import io.berth.lifecycle.waiting.StoredOpenings;
import io.berth.lifecycle.waiting.WaitingFeature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The database is killed in the middle of work, once with all its processes and once its first
 * process alone, under two servers that are never restarted.
 */
@ExtendWith(WithPostgres.class)
class KilledPostgresIT {
  private static final int TASKS = 240;
  private static final int AGENTS = 12;
  private static final int WAITING = 5;
  private static final ProjectId BETA = new ProjectId("beta");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final AtomicInteger done = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> delivered = new ConcurrentLinkedQueue<>();

  @Test
  void nothingIsLostOrHeldTwiceAndAllGoOnWithoutARestart(TestPostgres postgres) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Crowd crowd = new Crowd(postgres.newDatabase());
        WaitingFeature waiting = waiting(crowd, threads)) {
      crowd.tasks(TASKS, 0);
      crowd.agents("agent-", AGENTS);
      waiting.listener().start();
      List<CompletableFuture<Offer>> waits = waits(crowd, waiting);
      crowd.watch();
      Delivery delivery = deliver(crowd);
      List<Future<?>> agents = agents(crowd);
      kill(postgres::killHard, TASKS / 4, crowd, postgres);
      assertThat(waits).as("who waits outlasts an outage").noneMatch(CompletableFuture::isDone);
      kill(postgres::kill, TASKS / 2, crowd, postgres);
      assertThat(waits).noneMatch(CompletableFuture::isDone);
      for (Future<?> agent : agents) {
        agent.get(3, TimeUnit.MINUTES);
      }
      assertEachWaiterIsGivenATaskOfItsOwn(crowd, waits);
      assertThat(crowd.settle(agents)).as("claims").isEqualTo(TASKS + WAITING);
      assertThat(done).hasValue(TASKS);
      assertThat(crowd.count("SELECT count(*) FROM task WHERE state = 'DONE'")).isEqualTo(TASKS);
      assertThat(crowd.count("SELECT sum(completed) FROM agent")).isEqualTo(TASKS);
      assertThat(crowd.count("SELECT count(*) FROM task_event WHERE kind = 'expired'"))
          .as("no lease ends for an outage of ours")
          .isZero();
      assertThat(crowd.refusals).allMatch(refusal -> refusal.retryAfter().isPresent());
      assertAllEventsWentOut(crowd, delivery);
    } finally {
      threads.shutdownNow();
    }
  }

  private static WaitingFeature waiting(Crowd crowd, ExecutorService threads) {
    return WaitingFeature.on(
        crowd.settings,
        crowd.one.work.claims(),
        new StoredOpenings(crowd.one.database),
        threads,
        Thread::new,
        System::nanoTime);
  }

  private static List<CompletableFuture<Offer>> waits(Crowd crowd, WaitingFeature waiting)
      throws KmException {
    List<CompletableFuture<Offer>> waits = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      // why another project: what the others work on is not for them
      AgentId agent = crowd.one.project("beta").agent("waiting-" + i, 1);
      Wish wish =
          new Wish(
              agent, Optional.of(List.of(BETA)), Optional.empty(), Optional.empty(), agent.value());
      waits.add(waiting.parked().request(wish, LONG).toCompletableFuture());
    }
    return waits;
  }

  private Delivery deliver(Crowd crowd) throws KmException {
    Sink sink =
        new Sink() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void deliver(List<OutEvent> events) {
            events.forEach(event -> delivered.add(event.id()));
          }
        };
    Delivery delivery = new Delivery(sink, crowd.two.database, "two");
    delivery.run();
    TaskNumbers numbers = new TaskNumbers(crowd.one.database);
    crowd.meanwhile(() -> Crowd.despiteOutages(numbers::publish));
    crowd.meanwhile(() -> Crowd.despiteOutages(delivery::run));
    return delivery;
  }

  private List<Future<?>> agents(Crowd crowd) {
    List<Future<?>> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      WorkWorld server = i % 2 == 0 ? crowd.one : crowd.two;
      agents.add(crowd.agent("agent-" + i, () -> server.work, this::work));
    }
    return agents;
  }

  private void work(Caller caller) throws Exception {
    for (Optional<Assignment> mine = caller.ask(); mine.isPresent(); mine = caller.ask()) {
      assertThat(caller.report(mine.get(), new Report.Heartbeat())).isTrue();
      assertThat(caller.report(mine.get(), WorkWorld.progress(TaskState.VALIDATING))).isTrue();
      assertThat(caller.report(mine.get(), WorkWorld.done())).isTrue();
      done.incrementAndGet();
    }
  }

  /** When so many tasks are done; it comes back once all callers were refused. */
  private void kill(Runnable kill, int when, Crowd crowd, TestPostgres postgres) {
    await().until(() -> done.get() >= when);
    int before = crowd.refusals.size();
    kill.run();
    assertThat(done.get()).as("in the middle").isLessThan(TASKS);
    try {
      await().until(() -> crowd.refusals.size() >= before + 2 * AGENTS);
    } finally {
      postgres.start();
    }
    int then = done.get();
    await().until(() -> done.get() > then + AGENTS || done.get() == TASKS);
  }

  private static void assertEachWaiterIsGivenATaskOfItsOwn(
      Crowd crowd, List<CompletableFuture<Offer>> waits) throws Exception {
    await()
        .until(
            () ->
                crowd.count(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name = 'berth notices'")
                    == 1);
    Set<TaskId> given = new HashSet<>();
    for (int i = 0; i < WAITING; i++) {
      crowd.one.task(Words.of("late " + i).in("beta"));
    }
    for (CompletableFuture<Offer> wait : waits) {
      Offer.Work work = (Offer.Work) wait.get(1, TimeUnit.MINUTES);
      given.add(work.assignment().task().id());
    }
    assertThat(given).hasSize(WAITING);
  }

  private void assertAllEventsWentOut(Crowd crowd, Delivery delivery) throws KmException {
    new TaskNumbers(crowd.one.database).publish();
    delivery.run();
    long last = crowd.count("SELECT last_number FROM event_publisher");
    assertThat(last).isEqualTo(crowd.count("SELECT count(*) FROM task_event"));
    assertThat(List.copyOf(new LinkedHashSet<>(delivered)))
        .as("all, in order, apart from repetitions")
        .isEqualTo(LongStream.rangeClosed(1, last).mapToObj(n -> "tasks-" + n).toList());
  }
}
