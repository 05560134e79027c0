package io.berth.lifecycle.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.FakeKm.Answer;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Analysis, indexes made anew, plans of new projects, against PostgreSQL and a KM of our own. */
@ExtendWith(WithPostgres.class)
class UpkeepJobsIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final String STATUS =
      """
      {"database":{"size_bytes":4096},"statistics":{"knowledge_items":{"total_items":5,
      "unique_tickets":2,"documents":1},"file_summaries":{"total_summaries":3},
      "component_apis":{"total_apis":0}}}
      """;

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;
  private Project alpha;
  private volatile boolean sound = true;

  @BeforeEach
  void boot(TestPostgres postgres) throws KmException {
    database = postgres.newDatabase();
    test = new TestNode(database, data, true).booted();
    test.km.answers = this::answer;
    alpha =
        test.node
            .projects()
            .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), Map.of()), "ann")
            .project();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Answer answer(FakeKm.Request request) {
    String response =
        switch (request.tool()) {
          case "rebuild_index" -> "{\"success\":true,\"entries\":5}";
          case "check_index" -> "{\"success\":true,\"sound\":" + sound + "}";
          case "query" ->
              request.input().get("question").toString().contains("known")
                  ? "{\"results\":[{\"similarity\":0.8}]}"
                  : "{\"results\":[{\"similarity\":0.05}]}";
          default -> "{\"success\":true}";
        };
    return new Answer(
        200, request.target().equals("/status") ? STATUS : "{\"tool_response\":" + response + "}");
  }

  @Test
  void everyIndexIsMadeAnewAndChecked() throws KmException {
    Job done = awaitEnd(jobs().reindex(ALPHA, "ann").id());
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.done()).isEqualTo(2);
    Map<String, Object> each = Map.of("entries", 5, "sound", true);
    assertThat(done.result().get("indexes"))
        .isEqualTo(Map.of("items", each, "file_summaries", each));
    assertThat(test.km.requests)
        .extracting(request -> request.target() + " " + request.tool() + request.input())
        .containsExactly(
            "/maintenance rebuild_index{index=items}",
            "/maintenance check_index{index=items}",
            "/maintenance rebuild_index{index=file_summaries}",
            "/maintenance check_index{index=file_summaries}");
    assertThat(events()).containsExactly("job.accepted ann", "job.done berth");
  }

  @Test
  void whoAsksAgainWhileItGoesOnIsToldOfTheSameJobAndItIsCalledOffBetweenSteps() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    test.km.answers =
        request -> {
          reached.countDown();
          await(go);
          return answer(request);
        };
    Job job = jobs().reindex(ALPHA, "ann");
    assertThat(jobs().reindex(ALPHA, "bob").id()).isEqualTo(job.id());
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(jobs().cancel(job.id(), "bob").state()).isEqualTo(Job.State.CANCELLED);
    go.countDown();
    test.km.answers = this::answer;

    Job other = jobs().reindex(ALPHA, "bob");
    assertThat(other.id()).isNotEqualTo(job.id());
    assertThat(awaitEnd(other.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(jobs().find(job.id()).orElseThrow().done()).isZero();
    assertThat(jobs().retry(job.id(), "ann").state()).isEqualTo(Job.State.QUEUED);
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(
            jobs()
                .list(
                    new Jobs.Wanted(Optional.empty(), Optional.of("reindex"), Optional.empty(), 9)))
        .hasSize(2);
  }

  @Test
  void aNodeThatDiesBetweenStepsGoesOnBehindTheLastOne() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    test.km.answers =
        request -> {
          if ("items".equals(request.input().get("index"))) {
            return answer(request);
          }
          reached.countDown();
          // why: as a KM that is at work when the node is killed; the interrupt of the end frees it
          await(new CountDownLatch(1));
          return new Answer(503, "gone");
        };
    Job job = jobs().reindex(ALPHA, "ann");
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    test.close();

    test = new TestNode(database, data, true).booted();
    test.km.answers = this::answer;
    Job done = awaitEnd(job.id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    assertThat(done.result().get("indexes").toString()).contains("items=", "file_summaries=");
    assertThat(test.km.requests)
        .extracting(request -> request.input().get("index"))
        .doesNotContain("items");
  }

  @Test
  void anIndexThatIsNotSoundEvenThenFailsTheJobWhichIsTriedAgainFromTheBeginning()
      throws KmException {
    sound = false;
    Job failed = awaitEnd(jobs().reindex(ALPHA, "ann").id());
    assertThat(failed.state()).isEqualTo(Job.State.FAILED);
    assertThat(failed.message()).contains("index of items", "alpha", "berth project logs");
    sound = true;
    jobs().retry(failed.id(), "ann");
    assertThat(awaitEnd(failed.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(events()).endsWith("job.failed berth", "job.retried ann", "job.done berth");
  }

  @Test
  void anAnalysisSaysHowTheProjectStandsAndOutlivesItsJob() throws KmException {
    plan("1. something known\n2. something else");
    assertThat(jobs().lastAnalysis(ALPHA)).isEmpty();
    Job done = awaitEnd(jobs().analyse(ALPHA, "ann").id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    Analysis last = jobs().lastAnalysis(ALPHA).orElseThrow();
    assertThat(last.result()).isEqualTo(done.result());
    assertThat(last.actor()).isEqualTo("ann");
    assertThat(done.result().get("board").toString()).contains("total=3", "ready=1");
    assertThat(done.result().get("knowledge").toString())
        .contains("items=5", "tasksAsked=3", "file_summaries=true");
    assertThat(done.result().get("risks").toString()).contains("nobody_works", "unknown_work");
    assertThat(done.result()).containsEntry("riskLevel", "medium");

    sound = false;
    Job second = awaitEnd(jobs().analyse(ALPHA, "bob").id());
    assertThat(second.result()).containsEntry("riskLevel", "critical");
    assertThat(jobs().lastAnalysis(ALPHA).orElseThrow().job()).isEqualTo(second.id());

    test.node.projects().remove(ALPHA, true, "ann");
    assertThat(jobs().lastAnalysis(ALPHA)).isEmpty();
  }

  @Test
  void ofAForeignProgramTheBoardAloneIsLookedThroughAndNothingIsIndexed() throws KmException {
    test.node.runtimes().save(other(), true, "ann");
    ProjectId beta = new ProjectId("beta");
    test.node
        .projects()
        .create(new NewProject(beta, Optional.empty(), Optional.of("other"), Map.of()), "ann");
    Job done = awaitEnd(jobs().analyse(beta, "ann").id());
    assertThat(done.state()).as(done.message()).isEqualTo(Job.State.DONE);
    assertThat(done.result().get("knowledge")).isNull();
    assertThat(test.km.requests).isEmpty();
    KmException refused =
        catchThrowableOfType(KmException.class, () -> jobs().reindex(beta, "ann"));
    assertThat(refused.problem()).isEqualTo(Problem.INVALID);
    assertThat(refused).hasMessageContaining("beta runs other");
  }

  @Test
  void theSameNewProjectIsPlannedOnceWhoeverAsks() throws KmException {
    PlanOrder order = order("1. cart\n2. till");
    List<CompletableFuture<Job>> asked =
        Stream.of("ann", "bob", "cid", "dan")
            .map(actor -> CompletableFuture.supplyAsync(() -> planned(order, actor)))
            .toList();
    assertThat(asked.stream().map(CompletableFuture::join).map(Job::id).distinct()).hasSize(1);
    Job job = asked.get(0).join();
    assertThat(job.kind()).isEqualTo("create_project");
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(jobs().planNew(alpha, order, "bob").orElseThrow().id()).isEqualTo(job.id());
    KmException other =
        catchThrowableOfType(
            KmException.class, () -> jobs().planNew(alpha, order("1. another"), "bob"));
    assertThat(other.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(other).hasMessageContaining("/api/v1/projects/alpha/features");
    KmException invalid =
        catchThrowableOfType(KmException.class, () -> jobs().check(order("x\0y")));
    assertThat(invalid.problem()).isEqualTo(Problem.INVALID);
  }

  private Job planned(PlanOrder order, String actor) {
    try {
      return jobs().planNew(alpha, order, actor).orElseThrow();
    } catch (KmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KmRuntime other() {
    return new KmRuntime(
        "other",
        Transport.HTTP,
        List.of("serve"),
        Map.of(),
        "/health",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of(),
        false,
        false);
  }

  private void plan(String description) throws KmException {
    Job job = jobs().planNew(alpha, order(description), "ann").orElseThrow();
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
  }

  private static PlanOrder order(String description) {
    return new PlanOrder("shop", description, Optional.empty(), 3, List.of());
  }

  private Jobs jobs() {
    return test.node.jobs().jobs();
  }

  private List<String> events() throws KmException {
    return test.node.events().last(Optional.of(ALPHA), 20).stream()
        .filter(event -> event.kind().startsWith("job."))
        .map(event -> event.kind() + " " + event.actor())
        .toList();
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
