package io.berth.lifecycle.job;

import static io.berth.lifecycle.job.JobWorld.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  @TempDir Path data;
  private JobWorld world;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    world = new JobWorld(postgres, data);
    world.boot();
    world.alpha();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsTriedAnewDuringAStepBeginsWhenTheStepIsOverAndOwesItNothing() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.test.km.answers =
        request -> {
          if (world.test.km.requests.size() == 3) {
            reached.countDown();
            JobWorld.await(go);
          }
          return FakeKm.Answer.usual(request);
        };
    Job job = world.jobs().reindex(ALPHA, "ann");
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    world.jobs().cancel(job.id(), "ann");
    Job again = world.jobs().retry(job.id(), "ann");
    assertThat(again.state()).isEqualTo(Job.State.QUEUED);
    assertThat(again.done()).isZero();
    assertThat(again.message()).contains("begins as soon as the step is over");
    go.countDown();

    Job done = world.awaitEnd(job.id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    assertThat(done.result().get("indexes").toString()).contains("items=", "file_summaries=");
    assertThat(world.test.km.requests)
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
    assertThat(world.test.node.events().last(Optional.of(ALPHA), 20))
        .filteredOn(event -> event.kind().startsWith("job."))
        .extracting(event -> event.kind())
        .containsExactly("job.accepted", "job.cancelled", "job.retried", "job.done");
  }

  @Test
  void whatIsTriedAnewDuringAStepThatFailsDoesNotWaitForItsPause() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean late = new AtomicBoolean();
    world.test.km.answers =
        request -> {
          if (reached.getCount() == 0) {
            return FakeKm.Answer.usual(request);
          }
          if (late.get()) {
            reached.countDown();
            JobWorld.await(go);
          }
          return new FakeKm.Answer(503, "not now");
        };
    Job job = world.jobs().reindex(ALPHA, "ann");
    // why: after that many failures a pause is longer than this test waits
    putOff("now() + interval '1 day'", 9);
    late.set(true);
    putOff("now()", 9);
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    world.jobs().cancel(job.id(), "ann");
    world.jobs().retry(job.id(), "ann");
    go.countDown();
    assertThat(world.awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void whatIsTriedAnewDuringAPauseDoesNotWaitForItsEnd() throws Exception {
    world.test.km.answers = request -> new FakeKm.Answer(503, "not now");
    Job job = world.jobs().reindex(ALPHA, "ann");
    putOff("now() + interval '1 day'", 9);
    world.test.km.answers = FakeKm.Answer::usual;
    world.jobs().cancel(job.id(), "ann");
    assertThat(world.jobs().retry(job.id(), "ann").message()).isEmpty();
    assertThat(world.awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void aKindThatThisNodeDoesNotKnowWaitsForOneThatDoes() throws Exception {
    UUID id = dream("job-dream", "'" + DUE + "'");
    world.jobs().resume();
    // why another one: when it is done, the scheduler has looked for what is due
    assertThat(world.awaitEnd(world.jobs().analyse(ALPHA, "ann").id()).state())
        .isEqualTo(Job.State.DONE);
    Job waits = world.jobs().find(id.toString()).orElseThrow();
    assertThat(waits.state()).isEqualTo(Job.State.QUEUED);
    assertThat(waits.kind()).isEqualTo("dream");
    KmException unknown =
        catchThrowableOfType(KmException.class, () -> world.jobs().cancel(id.toString(), "ann"));
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
    Scheduler newer = Scheduler.create(world.test.node.database().dataSource(), dream).build();
    newer.start();
    try {
      assertThat(taken.await(60, TimeUnit.SECONDS)).as("as it was scheduled").isTrue();
    } finally {
      newer.stop();
    }
  }

  @Test
  void anOlderNodesExecutionOfAKindThatIsUnknownIsLetGoOf() throws Exception {
    UUID id = dream("job", "now() - interval '1 minute'");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> change("UPDATE scheduled_tasks SET priority = priority") == 0);
    assertThat(world.jobs().find(id.toString()).orElseThrow().state()).isEqualTo(Job.State.QUEUED);
  }

  /** A job of a kind that this node does not know, as it is scheduled by one that does. */
  private UUID dream(String execution, String due) {
    UUID id = UUID.randomUUID();
    change(
        "INSERT INTO job (id, kind, project, state, done, total, message, actor, created_at)"
            + " VALUES ('"
            + id
            + "', 'dream', 'alpha', 'QUEUED', 0, 1, '', 'ann', now())");
    change(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " VALUES ('"
            + execution
            + "', '"
            + id
            + "', "
            + due
            + ", false, 1)");
    return id;
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
      return world.test.node.database().transact(t -> t.execute(statement));
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }
}
