package io.berth.lifecycle.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Attempts at jobs that are tried anew while one is under way or put off, and whose they are. */
@ExtendWith(WithPostgres.class)
class JobAttemptsIT {
  private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @TempDir Path data;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    test = new TestNode(postgres.newDatabase(), data, true).booted();
    test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), Map.of()), "ann");
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatIsTriedAnewDuringAStepBeginsWhenTheStepIsOverAndOwesItNothing() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    test.km.answers =
        request -> {
          if (test.km.requests.size() == 3) {
            reached.countDown();
            await(go);
          }
          return FakeKm.Answer.usual(request);
        };
    Job job = jobs().reindex(ALPHA, "ann");
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    jobs().cancel(job.id(), "ann");
    Job again = jobs().retry(job.id(), "ann");
    assertThat(again.state()).isEqualTo(Job.State.QUEUED);
    assertThat(again.done()).isZero();
    assertThat(again.message()).contains("begins as soon as the step is over");
    go.countDown();

    Job done = awaitEnd(job.id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    assertThat(done.result().get("indexes").toString()).contains("items=", "file_summaries=");
    assertThat(test.km.requests)
        .extracting(request -> request.input().get("index"))
        .containsExactly(
            "items",
            "items",
            "file_summaries",
            "file_summaries",
            "items",
            "items",
            "file_summaries",
            "file_summaries");
    assertThat(test.node.events().last(Optional.of(ALPHA), 20))
        .filteredOn(event -> event.kind().startsWith("job."))
        .extracting(event -> event.kind())
        .containsExactly("job.accepted", "job.cancelled", "job.retried", "job.done");
  }

  @Test
  void whatIsTriedAnewDuringAStepThatFailsDoesNotWaitForItsPause() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean late = new AtomicBoolean();
    test.km.answers =
        request -> {
          if (reached.getCount() == 0) {
            return FakeKm.Answer.usual(request);
          }
          if (late.get()) {
            reached.countDown();
            await(go);
          }
          return new FakeKm.Answer(503, "not now");
        };
    Job job = jobs().reindex(ALPHA, "ann");
    // why: after that many failures a pause is longer than this test waits
    putOff("now() + interval '1 day'", 9);
    late.set(true);
    putOff("now()", 9);
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    jobs().cancel(job.id(), "ann");
    jobs().retry(job.id(), "ann");
    go.countDown();
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void whatIsTriedAnewDuringAPauseDoesNotWaitForItsEnd() throws Exception {
    test.km.answers = request -> new FakeKm.Answer(503, "not now");
    Job job = jobs().reindex(ALPHA, "ann");
    putOff("now() + interval '1 day'", 9);
    test.km.answers = FakeKm.Answer::usual;
    jobs().cancel(job.id(), "ann");
    assertThat(jobs().retry(job.id(), "ann").message()).isEmpty();
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void aKindThatThisNodeDoesNotKnowWaitsForOneThatDoes() throws Exception {
    UUID id = UUID.randomUUID();
    change(
        "INSERT INTO job (id, kind, project, state, done, total, message, actor, created_at)"
            + " VALUES ('"
            + id
            + "', 'dream', 'alpha', 'QUEUED', 0, 1, '', 'ann', now())");
    change(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " VALUES ('job-dream', '"
            + id
            + "', '"
            + DUE
            + "', false, 1)");
    test.node.jobs().jobs().resume();
    // why another one: when it is done, the scheduler has looked for what is due
    assertThat(awaitEnd(jobs().analyse(ALPHA, "ann").id()).state()).isEqualTo(Job.State.DONE);
    Job waits = jobs().find(id.toString()).orElseThrow();
    assertThat(waits.state()).isEqualTo(Job.State.QUEUED);
    assertThat(waits.kind()).isEqualTo("dream");
    KmException unknown =
        catchThrowableOfType(KmException.class, () -> jobs().cancel(id.toString(), "ann"));
    assertThat(unknown.problem()).isEqualTo(Problem.UNAVAILABLE);
    assertThat(unknown).hasMessageContaining("dream").hasMessageContaining("upgraded");

    CountDownLatch taken = new CountDownLatch(1);
    OneTimeTask<Void> dream =
        Tasks.oneTime("job-dream")
            .execute(
                (instance, context) -> {
                  if (instance.getId().equals(id.toString())
                      && context.getExecution().consecutiveFailures == 0
                      && context.getExecution().executionTime.equals(DUE)) {
                    taken.countDown();
                  }
                });
    Scheduler newer = Scheduler.create(test.node.database().dataSource(), dream).build();
    newer.start();
    try {
      assertThat(taken.await(60, TimeUnit.SECONDS)).as("as it was scheduled").isTrue();
    } finally {
      newer.stop();
    }
  }

  @Test
  void anOlderNodesExecutionOfAKindThatIsUnknownIsLetGoOf() throws Exception {
    UUID id = UUID.randomUUID();
    change(
        "INSERT INTO job (id, kind, project, state, done, total, message, actor, created_at)"
            + " VALUES ('"
            + id
            + "', 'dream', 'alpha', 'QUEUED', 0, 1, '', 'ann', now())");
    change(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " VALUES ('job', '"
            + id
            + "', now() - interval '1 minute', false, 1)");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> change("UPDATE scheduled_tasks SET priority = priority") == 0);
    assertThat(jobs().find(id.toString()).orElseThrow().state()).isEqualTo(Job.State.QUEUED);
  }

  /** As if its first failure were the last of many, and it were due then. */
  private void putOff(String due, int failures) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                change(
                        "UPDATE scheduled_tasks SET execution_time = "
                            + due
                            + ", version = version + 1, consecutive_failures = "
                            + failures
                            + " WHERE consecutive_failures > 0 AND NOT picked")
                    == 1);
  }

  private int change(String statement) {
    try {
      return test.node.database().transact(t -> t.execute(statement));
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Jobs jobs() {
    return test.node.jobs().jobs();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Job awaitEnd(String id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs().find(id).orElseThrow(), job -> job.endedAt().isPresent());
  }
}
