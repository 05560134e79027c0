package io.berth.lifecycle.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class ImportJobsIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    database = postgres.newDatabase();
    test = new TestNode(database, data, true).booted();
    test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), Map.of()), "ann");
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void documentsArriveInBoundedBatchesAndTheProjectIsStartedForThem() throws KmException {
    Job accepted = test.node.jobs().jobs().importDocuments(ALPHA, documents(120), "ann");
    Job done = awaitEnd(accepted.id());
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.done()).isEqualTo(120);
    assertThat(test.km.requests)
        .extracting(request -> request.documents().size())
        .containsExactly(50, 50, 20);
    assertThat(test.km.processes.calls).contains("ensure alpha");
    assertThat(documentsLeft()).isZero();
    assertThat(test.node.events().last(Optional.of(ALPHA), 2))
        .extracting(event -> event.kind() + " " + event.actor())
        .containsExactly("job.accepted ann", "job.done berth");
  }

  @Test
  void aFailedAttemptIsRepeatedWithTheSameKeyFromWhereItWas() throws KmException {
    AtomicInteger calls = new AtomicInteger();
    test.km.answers =
        request ->
            calls.incrementAndGet() == 2
                ? new FakeKm.Answer(503, "not now")
                : FakeKm.Answer.imported(request);
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(60), "ann");
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(test.km.requests)
        .extracting(FakeKm.Request::idempotencyKey)
        .containsExactly(
            "job-" + job.id() + "-0", "job-" + job.id() + "-50", "job-" + job.id() + "-50");
    assertThat(test.km.requests.get(2)).isEqualTo(test.km.requests.get(1));
  }

  @Test
  void whatTheKmRefusesFailsAtOnceAndSaysWhy() throws KmException {
    test.km.answers = request -> new FakeKm.Answer(400, "{\"error\":\"name is too long\"}");
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(1), "ann");
    Job failed = awaitEnd(job.id());
    assertThat(failed.state()).isEqualTo(Job.State.FAILED);
    assertThat(failed.message()).contains("alpha", "name is too long");
    assertThat(test.km.requests).hasSize(1);
  }

  @Test
  void anImportThatFailedIsTriedAgainFromWhereItWasWithoutTheDocumentsBeingSentAgain()
      throws KmException {
    test.km.answers =
        request ->
            test.km.requests.size() == 1
                ? FakeKm.Answer.imported(request)
                : new FakeKm.Answer(400, "{\"error\":\"the disk has no room for that\"}");
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(60), "ann");
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.FAILED);
    test.close();

    test = new TestNode(database, data, true).booted();
    Job again = test.node.jobs().jobs().retry(job.id(), "bob");
    assertThat(again.state()).isEqualTo(Job.State.QUEUED);
    assertThat(again.done()).isEqualTo(50);
    Job done = awaitEnd(job.id());
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.done()).isEqualTo(60);
    assertThat(test.km.requests).hasSize(1);
    assertThat(test.km.requests.get(0).documents()).hasSize(10).contains("d59");
    assertThat(documentsLeft()).isZero();
  }

  @Test
  void whatImportsWereToBringInIsLetGoOfTheOldestFirstAndWithTheProject() throws KmException {
    test.km.answers = request -> new FakeKm.Answer(400, "{\"error\":\"no\"}");
    Job old = failedImport();
    grow(old, JobRows.MOST_KEPT - 10);
    Job young = failedImport();

    KmException gone =
        catchThrowableOfType(
            KmException.class, () -> test.node.jobs().jobs().retry(old.id(), "ann"));
    assertThat(gone.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(gone).hasMessageContaining(old.id()).hasMessageContaining("send it again");
    assertThat(documentsLeft()).isEqualTo(3);

    test.node.projects().remove(ALPHA, true, "ann");
    assertThat(documentsLeft()).isZero();
    assertThat(test.node.jobs().jobs().find(young.id())).isPresent();
  }

  private Job failedImport() throws KmException {
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(3), "ann");
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.FAILED);
    return job;
  }

  /** As if one of its documents were that large. */
  private void grow(Job job, long bytes) throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "UPDATE job_document SET content = repeat('x', ?) WHERE job = ? AND ordinal = 0",
                    (int) bytes,
                    java.util.UUID.fromString(job.id())));
  }

  @Test
  void aJobUnderWayGoesOnAfterARestartOfTheNode() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    test.km.answers =
        request -> {
          if (test.km.requests.size() == 1) {
            return FakeKm.Answer.imported(request);
          }
          reached.countDown();
          try {
            // why: as a KM that is busy when the node is killed; the interrupt of the end frees it
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new FakeKm.Answer(503, "gone");
        };
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(60), "ann");
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    test.close();

    test = new TestNode(database, data, true).booted();
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(test.km.requests)
        .extracting(FakeKm.Request::idempotencyKey)
        .containsExactly("job-" + job.id() + "-50");
  }

  @Test
  void aJobWhoseSchedulingACrashPreventedIsFoundAtTheNextBoot() throws KmException {
    test.node.jobs().close();
    Job job = test.node.jobs().jobs().importDocuments(ALPHA, documents(1), "ann");
    test.close();
    test = new TestNode(database, data, true).booted();
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsQueued() throws KmException {
    assertProblem(Problem.INVALID, List.of());
    assertProblem(Problem.INVALID, List.of(new Jobs.Document("a\nb", "x")));
    assertProblem(Problem.INVALID, List.of(new Jobs.Document("a", "x\0y")));
    assertProblem(Problem.INVALID, List.of(new Jobs.Document("a", "x".repeat(4_000_001))));
    assertThat(
            catchThrowableOfType(
                    KmException.class,
                    () ->
                        test.node
                            .jobs()
                            .jobs()
                            .importDocuments(new ProjectId("beta"), documents(1), "ann"))
                .problem())
        .isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(documentsLeft()).isZero();
    assertThat(test.node.jobs().jobs().find("no-uuid")).isEmpty();
  }

  private void assertProblem(Problem problem, List<Jobs.Document> documents) {
    assertThat(
            catchThrowableOfType(
                    KmException.class,
                    () -> test.node.jobs().jobs().importDocuments(ALPHA, documents, "ann"))
                .problem())
        .isEqualTo(problem);
  }

  private static List<Jobs.Document> documents(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Jobs.Document("d" + i, "text " + i))
        .toList();
  }

  private Job awaitEnd(String id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> test.node.jobs().jobs().find(id).orElseThrow(), job -> job.endedAt().isPresent());
  }

  private int documentsLeft() throws KmException {
    return test.node
        .database()
        .transact(
            t -> t.createQuery("SELECT count(*) FROM job_document").mapTo(Integer.class).one());
  }
}
