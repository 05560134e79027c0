package io.berth.lifecycle.claim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many agents at once, two servers, one real PostgreSQL. Each test ends with {@link ClaimCheck}.
 * The profile {@code claims} repeats them.
 */
@ExtendWith(WithPostgres.class)
class ClaimRaceIT {
  private static final int MANY = 1_000;
  private static final int HALF = 40;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("claims.rounds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aThousandClaimersOfAThousandTasksAreAThousandOwners(long seed, TestPostgres postgres)
      throws Exception {
    try (Crowd crowd = new Crowd(postgres.newDatabase())) {
      aThousandOwners(crowd, () -> {});
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theyAreWhileConnectionsAreTerminated(long seed, TestPostgres postgres) throws Exception {
    try (Crowd crowd = new Crowd(postgres.newDatabase())) {
      aThousandOwners(crowd, () -> crowd.terminateConnections(seed));
      assertThat(crowd.killed).hasPositiveValue();
    }
  }

  private static void aThousandOwners(Crowd crowd, Runnable disturb) throws Exception {
    crowd.tasks(MANY, 0);
    crowd.agents("agent-", MANY);
    disturb.run();
    CountDownLatch start = new CountDownLatch(1);
    Set<String> owned = ConcurrentHashMap.newKeySet();
    List<Future<?>> agents = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      WorkWorld server = i % 2 == 0 ? crowd.one : crowd.two;
      agents.add(
          crowd.agent(
              "agent-" + i,
              () -> server.work,
              caller -> {
                start.await();
                Assignment mine = caller.ask().orElseThrow();
                assertThat(mine.attempt()).isOne();
                owned.add(mine.task().id().toString());
              }));
    }
    start.countDown();
    assertThat(crowd.settle(agents)).isEqualTo(MANY);
    assertThat(owned).hasSize(MANY);
  }

  /** Tasks share files; those whose lease ended go on reporting; one server goes away half-way. */
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsHeldTwiceWhileLeasesEndConnectionsDieAndAServerGoes(
      long seed, TestPostgres postgres) throws Exception {
    try (Crowd crowd = new Crowd(postgres.newDatabase())) {
      crowd.tasks(2 * HALF, 12);
      crowd.agents("agent-", 12);
      crowd.watch();
      crowd.terminateConnections(seed);
      AtomicInteger done = new AtomicInteger();
      List<Future<?>> agents = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        WorkWorld first = i % 2 == 0 ? crowd.one : crowd.two;
        Random chance = new Random(seed * 100 + i);
        agents.add(
            crowd.agent(
                "agent-" + i,
                () -> done.get() < HALF ? first.work : crowd.one.work,
                caller -> work(crowd, caller, chance, done)));
      }
      assertThat(crowd.settle(agents)).isGreaterThan(2 * HALF);
      assertThat(done).hasValue(2 * HALF);
      assertThat(crowd.killed).hasPositiveValue();
      assertThat(crowd.told).extracting(Told::what).contains(Told.What.REFUSED);
      assertThat(crowd.count("SELECT sum(completed) FROM agent")).isEqualTo(2 * HALF);
    }
  }

  private static void work(Crowd crowd, Caller caller, Random chance, AtomicInteger done)
      throws Exception {
    List<Assignment> lost = new ArrayList<>();
    for (Optional<Assignment> next = caller.ask(); next.isPresent(); next = caller.ask()) {
      Assignment mine = next.get();
      for (Assignment old : lost) {
        assertThat(caller.report(old, chance.nextBoolean() ? WorkWorld.done() : WorkWorld.back()))
            .isFalse();
      }
      boolean held = caller.report(mine, new Report.Heartbeat());
      if (chance.nextInt(3) == 0) {
        // why: its lease ends while it is silent, and it goes on as if it had not
        Crowd.despiteOutages(() -> crowd.overdue(mine));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      held = held && caller.report(mine, WorkWorld.progress(TaskState.VALIDATING));
      if (caller.report(mine, WorkWorld.done())) {
        if (done.incrementAndGet() == HALF) {
          crowd.two.close();
        }
      } else {
        lost.add(mine);
      }
    }
  }
}
