package io.berth.lifecycle.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed while its KM is at work for a job, and comes back. */
@ExtendWith(WithPostgres.class)
class KilledNodeIT {
  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;

  @BeforeEach
  void boardOfAProject(TestPostgres postgres) throws KmException {
    database = postgres.newDatabase();
    try (TestNode first = new TestNode(database, data, true).booted()) {
      NewProject alpha =
          new NewProject(JobNodeProcess.PROJECT, Optional.empty(), Optional.empty(), Map.of());
      Project project = first.node.projects().create(alpha, "ann").project();
      PlanOrder order = new PlanOrder("shop", "1. cart\n2. till", Optional.empty(), 3, List.of());
      Job plan = first.node.jobs().jobs().planNew(project, order, "ann").orElseThrow();
      awaitEnd(first, plan.id());
    }
  }

  @AfterEach
  void close() {
    if (test != null) {
      test.close();
    }
  }

  @Test
  void anAnalysisBeginsAnewAndIsKeptOnce() throws Exception {
    // why 5: the status and both indexes were looked at, and the second task is asked about
    Job half = killed(JobKind.ANALYSIS, 5);
    assertThat(half.done()).isEqualTo(2);
    Job done = endsOnce(half);
    assertThat(done.result().get("knowledge").toString()).contains("items=5", "tasksAsked=3");
    Analysis last = jobs().lastAnalysis(JobNodeProcess.PROJECT).orElseThrow();
    assertThat(last.job()).isEqualTo(half.id());
    assertThat(last.result()).isEqualTo(done.result());
    assertThat(test.km.requests).hasSize(6);
  }

  @Test
  void indexesAreMadeAnewFromTheOneThatWasAtWork() throws Exception {
    Job half = killed(JobKind.REINDEX, 3);
    assertThat(half.done()).isEqualTo(1);
    Job done = endsOnce(half);
    assertThat(done.result().get("indexes").toString()).contains("items=", "file_summaries=");
    assertThat(test.km.requests)
        .extracting(request -> request.tool() + request.input())
        .containsExactly(
            "rebuild_index{index=file_summaries}", "check_index{index=file_summaries}");
  }

  @Test
  void ofAnImportTheBatchThatWasUnderWayIsSentAgainUnderItsKey() throws Exception {
    Job half = killed(JobKind.IMPORT, 2);
    assertThat(half.done()).isEqualTo(50);
    Job done = endsOnce(half);
    assertThat(test.km.requests)
        .extracting(FakeKm.Request::idempotencyKey)
        .containsExactly("job-" + done.id() + "-50", "job-" + done.id() + "-100");
    assertThat(test.km.requests.get(0).documents()).hasSize(50).contains("d50", "d99");
  }

  /** The job as the killed node left it; the next node is up. */
  private Job killed(JobKind kind, int call) throws Exception {
    Process node = start(kind, call);
    try (BufferedReader said = node.inputReader()) {
      assertThat(said.lines().anyMatch(JobNodeProcess.HELD::equals)).isTrue();
    } finally {
      node.destroyForcibly();
      assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    final Job left = left(kind);
    assertThat(left.state()).isEqualTo(Job.State.RUNNING);
    test = new TestNode(database, data, true);
    test.km.answers = JobNodeProcess::answer;
    test.booted();
    return left;
  }

  private Job endsOnce(Job half) throws KmException {
    Job done = awaitEnd(test, half.id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    assertThat(done.done()).isEqualTo(done.total());
    assertThat(test.node.events().last(Optional.of(JobNodeProcess.PROJECT), 50))
        .filteredOn(event -> half.id().equals(event.details().get("job")))
        .extracting(event -> event.kind())
        .containsExactly("job.accepted", "job.done");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("SELECT count(*) FROM scheduled_tasks") == 0);
    assertThat(count("SELECT count(*) FROM job_document")).isZero();
    return done;
  }

  private Job left(JobKind kind) throws KmException {
    Database opened = new Database(database, System::nanoTime);
    opened.open(Duration.ofSeconds(10));
    try {
      return opened.transact(t -> JobRows.underWay(t, JobNodeProcess.PROJECT, kind)).orElseThrow();
    } finally {
      opened.close();
    }
  }

  private Jobs jobs() {
    return test.node.jobs().jobs();
  }

  private int count(String query) throws KmException {
    return test.node.database().transact(t -> t.createQuery(query).mapTo(Integer.class).one());
  }

  private static Job awaitEnd(TestNode node, String id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> node.node.jobs().jobs().find(id).orElseThrow(), job -> job.endedAt().isPresent());
  }

  private Process start(JobKind kind, int call) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            JobNodeProcess.class.getName(),
            database.url(),
            database.user(),
            database.passwordFile().orElseThrow().toString(),
            data.toString(),
            kind.label(),
            Integer.toString(call))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
