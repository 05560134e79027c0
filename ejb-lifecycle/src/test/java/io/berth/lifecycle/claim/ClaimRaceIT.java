package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.NewTask;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class ClaimRaceIT {
  private static final int MANY = 1_000;

  @Test
  void aThousandClaimersAtOnceOfAThousandTasksAreAThousandOwnersOverTwoServers(
      TestPostgres postgres) throws Exception {
    BerthSettings.Database settings = postgres.newDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    try (WorkWorld one = new WorkWorld(settings);
        WorkWorld two = new WorkWorld(settings)) {
      one.project("alpha");
      tasks(one, MANY, 0);
      agents(one, MANY);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Assignment>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        AgentId agent = new AgentId("agent-" + i);
        WorkWorld server = i % 2 == 0 ? one : two;
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return patiently(() -> server.request(agent));
                }));
      }
      start.countDown();
      Set<String> owned = ConcurrentHashMap.newKeySet();
      for (Future<Assignment> answer : answers) {
        Assignment assignment = answer.get(2, TimeUnit.MINUTES);
        assertThat(assignment.attempt()).isOne();
        owned.add(assignment.task().id().toString());
      }
      assertThat(owned).hasSize(MANY);
      assertThat(HistoryCheck.check(one.database)).isEqualTo(MANY);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Twelve agents work off eighty tasks that share files; leases end all the time; those whose
   * claim is over go on reporting. The history says whether anybody ever held what another held.
   */
  @Test
  void whileLeasesEndAndLostAgentsGoOnNothingIsEverHeldTwice(TestPostgres postgres)
      throws Exception {
    BerthSettings.Database settings = postgres.newDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(14);
    AtomicBoolean working = new AtomicBoolean(true);
    try (WorkWorld one = new WorkWorld(settings);
        WorkWorld two = new WorkWorld(settings)) {
      one.project("alpha");
      tasks(one, 80, 12);
      agents(one, 12);
      List<Future<?>> helpers = new ArrayList<>();
      for (WorkWorld server : List.of(one, two)) {
        helpers.add(threads.submit(() -> reap(server, working)));
      }
      List<Future<?>> agents = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int number = i;
        agents.add(threads.submit(() -> work(number % 2 == 0 ? one : two, number)));
      }
      for (Future<?> agent : agents) {
        agent.get(3, TimeUnit.MINUTES);
      }
      working.set(false);
      for (Future<?> helper : helpers) {
        helper.get(1, TimeUnit.MINUTES);
      }
      assertThat(one.work.tasks().board(WorkWorld.ALPHA).byState().get(TaskState.DONE))
          .isEqualTo(80);
      assertThat(HistoryCheck.check(one.database)).isGreaterThanOrEqualTo(80);
      assertThat(
              one.database.<Long>transact(
                  t -> t.createQuery("SELECT sum(completed) FROM agent").mapTo(Long.class).one()))
          .isEqualTo(80);
    } finally {
      working.set(false);
      threads.shutdownNow();
    }
  }

  /** Works until there is nothing left. Half of its reports are about a claim that it lost. */
  private static Object work(WorkWorld server, int number) throws Exception {
    Random chance = new Random(number);
    AgentId agent = new AgentId("agent-" + number);
    List<Assignment> lost = new ArrayList<>();
    while (true) {
      Offer offer = answered(() -> server.request(agent));
      if (offer instanceof Offer.Nothing nothing) {
        if (nothing.reason() == Reason.NO_TASKS) {
          return null;
        }
        continue;
      }
      Assignment mine = ((Offer.Work) offer).assignment();
      for (Assignment old : lost) {
        stale(server, agent, old, mine);
      }
      lost.add(mine);
      report(server, agent, mine, new Report.Heartbeat());
      if (chance.nextInt(3) > 0) {
        report(server, agent, mine, WorkWorld.progress(TaskState.VALIDATING));
        report(server, agent, mine, WorkWorld.done());
      } else {
        // why gone: the lease is let end, and the agent goes on as if it had not
        answered(
            () ->
                server.sql(
                    "UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 second'"
                        + " WHERE task = ? AND agent = ? AND attempt = ?",
                    mine.task().id().toString(),
                    agent.value(),
                    mine.attempt()));
      }
    }
  }

  private static void stale(WorkWorld server, AgentId agent, Assignment old, Assignment mine)
      throws Exception {
    boolean same = old.task().id().equals(mine.task().id()) && old.attempt() == mine.attempt();
    if (!same) {
      report(server, agent, old, WorkWorld.progress(TaskState.BLOCKED));
    }
  }

  private static void report(WorkWorld server, AgentId agent, Assignment about, Report.Body body)
      throws Exception {
    answered(
        () -> {
          try {
            return server.report(agent, about.task().id(), about.attempt(), body);
          } catch (KmException e) {
            if (e.problem() == Problem.STALE_ATTEMPT) {
              return e;
            }
            throw e;
          }
        });
  }

  private static Object reap(WorkWorld server, AtomicBoolean working) throws Exception {
    while (working.get()) {
      answered(() -> server.work.watch().look());
    }
    return null;
  }

  private interface Call<T> {
    T answer() throws KmException;
  }

  /** why: a machine under load may be out of connections for a moment, and says so */
  private static <T> T answered(Call<T> call) throws KmException {
    while (true) {
      try {
        return call.answer();
      } catch (KmException e) {
        if (e.problem() != Problem.UNAVAILABLE || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private static Assignment patiently(Call<Offer> request) throws KmException {
    while (true) {
      Offer offer = answered(request);
      if (offer instanceof Offer.Work work) {
        return work.assignment();
      }
      assertThat(((Offer.Nothing) offer).reason()).isEqualTo(Reason.CONTENDED);
    }
  }

  private static void tasks(WorkWorld world, int count, int files) throws KmException {
    List<NewTask> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Words words = Words.of("task " + i).attempts(1_000);
      if (files > 0) {
        words = words.files("f" + i % files, "f" + i * 7 % files);
      }
      batch.add(words.task());
      if (batch.size() == 250 || i == count - 1) {
        world.work.tasks().create(WorkWorld.ALPHA, batch, Optional.empty(), "test");
        batch.clear();
      }
    }
  }

  private static void agents(WorkWorld world, int count) throws KmException {
    for (int i = 0; i < count; i++) {
      world.agent("agent-" + i, 1);
    }
  }
}
