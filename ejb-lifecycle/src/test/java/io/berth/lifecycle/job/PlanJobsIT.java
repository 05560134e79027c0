package io.berth.lifecycle.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.advice.FakeModel;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.NewAgent;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.Wish;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.Tasks;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class PlanJobsIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final String PLAN =
      """
      {"tasks":[{"key":"a","name":"from the model","hours":1},{"key":"b","name":"then","hours":1,"after":["a"]}]}
      """;

  @TempDir Path data;
  private BerthSettings.Database database;
  private FakeModel fake;
  private TestNode test;

  @BeforeEach
  void prepare(TestPostgres postgres) throws Exception {
    database = postgres.newDatabase();
    fake = new FakeModel("openai");
    fake.answer = PLAN;
  }

  @AfterEach
  void close() throws Exception {
    if (test != null) {
      test.close();
    }
    fake.close();
  }

  @Test
  void withoutAModelTheRulesPlanAtOnceAndTheSameRequestIsTheSameJob() throws KmException {
    boot(Map.of());
    Job job = plan("1. cart\n2. till", Optional.of("r1"));
    Job done = awaitEnd(job.id());
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.kind()).isEqualTo("add_feature");
    assertThat(done.message()).contains("3 tasks: alpha-1 to alpha-3", "planned by rules");
    assertThat(done.result())
        .containsEntry("advisor", "rules")
        .containsEntry("tasks", List.of("alpha-1", "alpha-2", "alpha-3"));
    assertThat(plan("1. cart\n2. till", Optional.of("r1")).id()).isEqualTo(job.id());
    KmException other =
        catchThrowableOfType(KmException.class, () -> plan("1. other", Optional.of("r1")));
    assertThat(other.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(board()).hasSize(3);
    assertThat(jobs().list(wanted(Optional.of("add_feature")))).hasSize(1);
    assertThat(jobs().list(wanted(Optional.of("import")))).isEmpty();
  }

  @Test
  void aModelIsAskedInTheBackgroundAndTheAnswerSaysSo() throws KmException {
    boot(model());
    Job done = awaitEnd(plan("Make it nice", Optional.empty()).id());
    assertThat(done.result()).containsEntry("advisor", "model");
    assertThat(board()).extracting(t -> t.words().name()).containsExactly("from the model", "then");
  }

  @Test
  void aModelThatFailsDelaysNobodyAndTheRulesAnswer() throws KmException {
    fake.status = 500;
    boot(model());
    Job done = awaitEnd(plan("Make it nice", Optional.empty()).id());
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.result()).containsEntry("advisor", "rules");
    assertThat(done.message()).contains("answers 500");
    assertThat(board()).hasSize(1);
  }

  @Test
  void aNodeThatDiesWhileTheModelThinksAsksAgainAndMakesTheTasksOnce() throws Exception {
    fake.gate = new CountDownLatch(1);
    boot(model());
    Job job = plan("Make it nice", Optional.empty());
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> fake.asked.size() == 1);
    test.close();
    fake.gate.countDown();
    boot(model());
    assertThat(awaitEnd(job.id()).result()).containsEntry("advisor", "model");
    assertThat(board()).hasSize(2);
  }

  /** As after a crash behind the tasks: what is made is found, whatever a model would say now. */
  @Test
  void aPlanThatIsKeptIsMadeAsItIsAndOnce() throws Exception {
    boot(model());
    Job job = plan("Make it nice", Optional.empty());
    awaitEnd(job.id());
    test.node
        .database()
        .transact(
            t -> {
              t.execute("UPDATE job SET state = 'RUNNING', ended_at = NULL, result = NULL");
              JobRows.keep(
                  t,
                  java.util.UUID.fromString(job.id()),
                  PlanDocument.ORDER,
                  PlanDocument.of(order("Make it nice"), Placing.PARALLEL));
              return null;
            });
    String plan =
        """
        {"tasks":[{"key":"a","phase":"build","name":"from the model","hours":1.0,"priority":"medium"},
          {"key":"b","phase":"build","name":"then","hours":1.0,"priority":"medium","after":["a"]}],
         "advisor":"model","reason":"answered by m","points":[],"placing":"parallel"}
        """;
    test.node
        .database()
        .transact(
            t -> {
              JobRows.keep(
                  t, java.util.UUID.fromString(job.id()), 1, new Jobs.Document("plan", plan));
              return null;
            });
    fake.answer = "{}";
    test.node.jobs().jobs().resume();
    assertThat(awaitEnd(job.id()).result()).containsEntry("advisor", "model");
    assertThat(board()).hasSize(2);
    assertThat(fake.asked).hasSize(1);
  }

  @Test
  void whatIsCalledOffMakesNothingAndCanBeTriedAgain() throws Exception {
    fake.gate = new CountDownLatch(1);
    boot(model());
    Job job = plan("Make it nice", Optional.empty());
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> fake.asked.size() == 1);
    assertThat(jobs().cancel(job.id(), "ann").state()).isEqualTo(Job.State.CANCELLED);
    assertConflict(() -> jobs().cancel(job.id(), "ann"));
    fake.gate.countDown();
    // why until it is off the schedule: only then it would have made its tasks
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> scheduled() == 0);
    assertThat(board()).isEmpty();
    assertThat(jobs().retry(job.id(), "ann").state()).isEqualTo(Job.State.QUEUED);
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(board()).hasSize(2);
    assertConflict(() -> jobs().retry(job.id(), "ann"));
    assertThat(test.node.events().last(Optional.of(ALPHA), 10))
        .extracting(event -> event.kind())
        .contains("job.accepted", "job.cancelled", "job.retried", "job.done");
  }

  @Test
  void whatCannotBePlannedFailsWithTheReasonAndChangesNothing() throws KmException {
    boot(Map.of());
    Job failed = awaitEnd(plan("- cart (after 2)\n- till (after 1)", Optional.empty()).id());
    assertThat(failed.state()).isEqualTo(Job.State.FAILED);
    assertThat(failed.message()).contains("wait for each other");
    assertThat(board()).isEmpty();
    assertProblem(Problem.INVALID, () -> plan(" ", Optional.empty()));
    assertProblem(Problem.INVALID, () -> plan("x", Optional.of("a b")));
    assertProblem(Problem.NO_SUCH_JOB, () -> jobs().cancel("none", "ann"));
  }

  @Test
  void aModelLooksAtABlockerOnceAndWritesIntoTheHistory() throws KmException {
    fake.answer =
        """
        {"root_cause":"no key","impact_assessment":"none","resolution_steps":["ask bob for the key"]}
        """;
    boot(model());
    AgentId ann = new AgentId("ann");
    test.node
        .work()
        .agents()
        .register(
            new NewAgent(ann, "ann", "worker", List.of(), Optional.of(ALPHA), OptionalInt.empty()),
            "ann");
    TaskId task =
        test.node
            .work()
            .tasks()
            .create(ALPHA, List.of(Words.of("cart").task()), Optional.empty(), "ann")
            .get(0)
            .id();
    test.node
        .work()
        .claims()
        .request(new Wish(ann, Optional.empty(), Optional.empty(), Optional.empty(), "ann"));
    Report report =
        WorkWorld.says(ann, task, 1, new Report.Blocker("no API key", "high", List.of()));
    test.node.work().reports().take(report);
    Job job = jobs().adviseOnBlocker(report).orElseThrow();
    assertThat(jobs().adviseOnBlocker(report).orElseThrow().id()).isEqualTo(job.id());
    assertThat(awaitEnd(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(test.node.work().tasks().history(task, 0, 100))
        .filteredOn(event -> event.kind().equals("advice"))
        .singleElement()
        .satisfies(event -> assertThat(event.details()).containsEntry("advisor", "model"));
    assertThat(fake.asked).hasSize(1);
  }

  private interface Call {
    void run() throws KmException;
  }

  private static void assertConflict(Call call) {
    assertProblem(Problem.CONFLICT, call);
  }

  private static void assertProblem(Problem problem, Call call) {
    assertThat(catchThrowableOfType(KmException.class, call::run).problem()).isEqualTo(problem);
  }

  private void boot(Map<String, String> more) throws KmException {
    test = new TestNode(database, data, true, more).booted();
    test.node
        .projects()
        .create(new NewProject(ALPHA, Optional.empty(), Optional.empty(), Map.of()), "ann");
  }

  private Map<String, String> model() {
    return Map.of("berth.advice.url", fake.url().toString(), "berth.advice.model", "m");
  }

  private StoredJobs jobs() {
    return test.node.jobs().jobs();
  }

  private static Jobs.Wanted wanted(Optional<String> kind) {
    return new Jobs.Wanted(Optional.of(List.of(ALPHA)), kind, Optional.empty(), 10);
  }

  private static PlanOrder order(String description) {
    return new PlanOrder("Shop", description, Optional.empty(), 3, List.of());
  }

  private Job plan(String description, Optional<String> request) throws KmException {
    return jobs()
        .plan(
            new Jobs.PlanWanted(
                JobKind.ADD_FEATURE, ALPHA, order(description), Placing.PARALLEL, request),
            "ann");
  }

  private List<Task> board() throws KmException {
    return test.node
        .work()
        .tasks()
        .list(
            new Tasks.Wanted(
                Optional.of(List.of(ALPHA)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100));
  }

  private int scheduled() throws KmException {
    return test.node
        .database()
        .transact(
            t -> t.createQuery("SELECT count(*) FROM scheduled_tasks").mapTo(Integer.class).one());
  }

  private Job awaitEnd(String id) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> jobs().find(id).orElseThrow(), job -> job.endedAt().isPresent());
  }
}
