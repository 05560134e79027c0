package io.berth.lifecycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class RolloutIT {
  private static final int PROJECTS = 10;
  private static final ProjectId CRITICAL = new ProjectId("alive-critical");

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;

  @BeforeEach
  void boot(TestPostgres postgres) throws Exception {
    database = postgres.newDatabase();
    test = new TestNode(database, data).booted();
    runtimes().save(runtime("one"), true, "ann");
    for (int i = 1; i < PROJECTS; i++) {
      project(new ProjectId("alive-" + i), "notes", Map.of());
    }
    project(CRITICAL, "notes", Map.of("critical", "true"));
    runtimes().save(runtime("two"), false, "ann");
  }

  private void project(ProjectId id, String runtime, Map<String, String> settings)
      throws Exception {
    test.node
        .projects()
        .create(new NewProject(id, Optional.empty(), Optional.of(runtime), settings), "ann");
    test.node.processes().lifecycle().demand(id).toCompletableFuture().get();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aNewVersionWaitsAndAPinnedProjectStays() throws Exception {
    assertThat(runtimes().versions("notes"))
        .extracting(v -> v.runtime().version() + " " + v.actor() + " " + v.current())
        .containsExactly("2 ann false", "1 ann true");
    ProjectId pinned = new ProjectId("alive-pinned");
    project(pinned, "notes@2", Map.of());
    assertThat(version(pinned)).isEqualTo(2);
    assertThat(version(CRITICAL)).isEqualTo(1);
    assertThat(problem(() -> project(new ProjectId("no"), "notes@9", Map.of())))
        .isEqualTo(Problem.NO_SUCH_RUNTIME);
    RuntimeRegistry.Saved again = runtimes().save(runtime("two"), false, "bob");
    assertThat(again.runtime().version()).as("the same is no new version").isEqualTo(2);
    runtimes().save(runtime("two"), true, "bob");
    assertThat(runtimes().find("notes").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aGoodVersionReachesAllStepByStepAndIsTheCurrentOneThen() throws Exception {
    Rollout made = start(2);
    tick();
    assertThat(get(made).count(MemberState.OBSERVING)).as("one in ten").isEqualTo(1);
    assertThat(version(CRITICAL)).isEqualTo(1);
    ProjectId late = new ProjectId("alive-late");
    project(late, "notes", Map.of());
    assertThat(version(late)).as("outside, so on the old version").isEqualTo(1);
    assertThat(problem(() -> runtimes().save(runtime("three"), true, "ann")))
        .isEqualTo(Problem.CONFLICT);
    assertThat(problem(() -> start(2))).isEqualTo(Problem.CONFLICT);
    run(made);
    assertThat(get(made).state()).isEqualTo(RolloutState.COMPLETED);
    assertThat(get(made).count(MemberState.DONE)).isEqualTo(PROJECTS);
    assertThat(version(CRITICAL)).isEqualTo(2);
    assertThat(runtimes().find("notes").orElseThrow().version()).isEqualTo(2);
    assertThat(held()).isZero();
    assertThat(kinds()).contains("rollout.started", "rollout.step", "rollout.completed");
  }

  @Test
  void aVersionThatDoesNotStartReturnsByItselfFromTheCanary() throws Exception {
    test.km.processes.startFailures =
        order -> order.runtime().version() == 2 ? Optional.of("exit code 7") : Optional.empty();
    Rollout made = start(2);
    run(made);
    Rollout over = get(made);
    assertThat(over.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(over.reason()).contains("exit code 7");
    assertThat(over.count(MemberState.RETURNED)).isEqualTo(1);
    assertThat(over.count(MemberState.SKIPPED)).isEqualTo(PROJECTS - 1);
    for (Member member : over.members()) {
      assertThat(version(member.project())).isEqualTo(1);
    }
    assertThat(held()).isZero();
    assertThat(kinds()).contains("rollout.failed", "rollout.rolling-back", "rollout.rolled-back");
  }

  @Test
  void serverErrorsOfTheNewVersionAreNoticedAndAnOperatorMayGoOnOrAbort() throws Exception {
    RolloutPlan.OnFailure pause = RolloutPlan.OnFailure.PAUSE;
    Rollout made = test.node.rollout().rollouts().start(wish(2, Optional.of(pause)), "ann");
    tick();
    Member canary = get(made).members().get(0);
    // why: an answer of an older generation says nothing about this one
    test.node.rollout().answers().answered(canary.project(), canary.generation() - 1, 500);
    long generation = test.km.processes.snapshot(canary.project()).generation();
    for (int i = 0; i < 10; i++) {
      test.node.rollout().answers().answered(canary.project(), generation, 500);
    }
    tick();
    assertThat(get(made).state()).isEqualTo(RolloutState.PAUSED);
    assertThat(get(made).members().get(0).reason()).contains("server errors");
    assertThat(version(canary.project())).isEqualTo(1);
    test.node.rollout().rollouts().order(made.id(), RolloutMoves.Cause.RESUME, "bob");
    tick();
    assertThat(get(made).count(MemberState.OBSERVING)).isPositive();
    test.node.rollout().rollouts().order(made.id(), RolloutMoves.Cause.ABORT, "bob");
    List<String> starts = starts();
    tick();
    assertThat(starts()).as("nothing is started after that").isEqualTo(starts);
    assertThat(problem(() -> order(made, RolloutMoves.Cause.RESUME))).isEqualTo(Problem.CONFLICT);
  }

  @Test
  void theNextLifeOfTheServerGoesOnWhereTheLastOneWasKilled() throws Exception {
    Rollout made = start(2);
    tick();
    pass();
    tick();
    assertThat(get(made).step()).isEqualTo(1);
    List<Member> before = get(made).members();
    // why: as if it was killed after the row was written, before the process was replaced
    Member next =
        before.stream().filter(m -> m.state() == MemberState.PENDING).findFirst().orElseThrow();
    test.node
        .rollout()
        .rollouts()
        .apply(
            get(made),
            new RolloutAction.Become(next.project(), MemberState.SWITCHING, false, "cut off"),
            0);
    var now = test.now;
    test.close();
    test = new TestNode(database, data);
    test.now = now;
    test.booted();
    assertThat(version(next.project())).as("adopted as what it is").isEqualTo(1);
    run(made);
    assertThat(get(made).state()).isEqualTo(RolloutState.COMPLETED);
    assertThat(version(next.project())).isEqualTo(2);
    assertThat(version(CRITICAL)).isEqualTo(2);
  }

  private Rollout start(int version) throws KmException {
    return test.node.rollout().rollouts().start(wish(version, Optional.empty()), "ann");
  }

  private static NewRollout wish(int version, Optional<RolloutPlan.OnFailure> onFailure) {
    return new NewRollout(
        "notes",
        version,
        OptionalInt.empty(),
        List.of(10, 50, 100),
        Optional.of(Duration.ofSeconds(20)),
        OptionalInt.empty(),
        OptionalInt.empty(),
        onFailure,
        Optional.empty(),
        OptionalInt.empty());
  }

  private void order(Rollout rollout, RolloutMoves.Cause cause) throws KmException {
    test.node.rollout().rollouts().order(rollout.id(), cause, "bob");
  }

  private Rollout get(Rollout rollout) throws KmException {
    return test.node.rollout().rollouts().get(rollout.id());
  }

  private void tick() throws KmException {
    test.node.rollout().driver().tick();
  }

  private void pass() {
    test.now = test.now.plusSeconds(21);
  }

  private void run(Rollout rollout) throws KmException {
    for (int i = 0; i < 50 && !get(rollout).state().over(); i++) {
      tick();
      pass();
    }
  }

  private int version(ProjectId project) {
    return test.km.processes.snapshot(project).runtimeVersion();
  }

  private List<String> starts() {
    return test.km.processes.calls.stream().filter(call -> call.startsWith("ensure")).toList();
  }

  private long held() throws KmException {
    return test.node
        .database()
        .transact(
            t ->
                t.createQuery("SELECT count(*) FROM project WHERE held_version IS NOT NULL")
                    .mapTo(Long.class)
                    .one());
  }

  private List<String> kinds() throws KmException {
    return test.node.events().last(Optional.empty(), 500).stream().map(e -> e.kind()).toList();
  }

  private RuntimeRegistry runtimes() {
    return test.node.runtimes();
  }

  private static KmRuntime runtime(String word) {
    return new KmRuntime(
        "notes",
        Transport.HTTP,
        List.of("serve", word),
        Map.of(),
        "/health",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of(),
        false,
        false);
  }

  private interface Call {
    void run() throws Exception;
  }

  private static Problem problem(Call call) {
    return catchThrowableOfType(KmException.class, call::run).problem();
  }
}
