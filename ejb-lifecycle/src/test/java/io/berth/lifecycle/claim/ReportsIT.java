package io.berth.lifecycle.claim;

import static io.berth.lifecycle.claim.WorkWorld.back;
import static io.berth.lifecycle.claim.WorkWorld.done;
import static io.berth.lifecycle.claim.WorkWorld.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.claim.proof.ClaimCheck;
import io.berth.lifecycle.task.Budget;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class ReportsIT {
  private WorkWorld world;
  private AgentId ann;
  private AgentId bob;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
    ann = world.agent("ann", 1);
    bob = world.agent("bob", 1);
  }

  @AfterEach
  void close() throws KmException {
    ClaimCheck.prove(world.database, List.of());
    world.close();
  }

  @Test
  void aTaskIsWorkedOnCheckedAndDone() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    Receipt half =
        world.report(
            ann,
            id,
            1,
            new Report.Progress(
                TaskState.IN_PROGRESS, OptionalInt.of(50), "half", Optional.empty()));
    assertThat(half.state()).isEqualTo(TaskState.IN_PROGRESS);
    assertThat(world.get(id).progress()).isEqualTo(50);
    world.report(ann, id, 1, new Report.Blocker("no key", "high", List.of("looked for it")));
    assertThat(world.get(id).state()).isEqualTo(TaskState.BLOCKED);
    assertThat(world.get(id).holder()).contains(ann);
    Receipt waits = world.report(ann, id, 1, progress(TaskState.WAITING_FOR_HUMAN));
    Receipt checks = world.report(ann, id, 1, progress(TaskState.VALIDATING));
    assertThat(checks.leaseUntil().orElseThrow()).isBefore(waits.leaseUntil().orElseThrow());
    Receipt over = world.report(ann, id, 1, done());
    assertThat(over.state()).isEqualTo(TaskState.DONE);
    assertThat(over.leaseUntil()).isEmpty();
    Task task = world.get(id);
    assertThat(task.progress()).isEqualTo(100);
    assertThat(task.completedBy()).contains(ann);
    assertThat(task.holder()).isEmpty();
    assertThat(world.work.agents().status(ann).agent().completed()).isOne();
    assertThat(world.kinds(id))
        .containsExactly(
            "created", "claimed", "progress", "blocker", "progress", "progress", "completed");
    assertThat(world.history(id).get(6).details()).containsEntry("evidence", "all tests pass");
  }

  @Test
  void aHundredPercentIsNotACompletion() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.report(
        ann,
        id,
        1,
        new Report.Progress(TaskState.BLOCKED, OptionalInt.of(100), "", Optional.empty()));
    assertThat(world.get(id).state()).isEqualTo(TaskState.BLOCKED);
  }

  @Test
  void aStaleAttemptChangesNothingAndIsKept() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.overdue(id);
    assertThat(world.work.watch().look()).isOne();
    world.claim(bob);
    Task before = world.get(id);
    List<Report.Body> bodies =
        List.of(
            done(),
            progress(TaskState.IN_PROGRESS),
            new Report.Blocker("x", "low", List.of()),
            new Report.Heartbeat(),
            back());
    for (Report.Body body : bodies) {
      KmException refused = world.refused(ann, id, 1, body);
      assertThat(refused.problem()).as(body + "").isEqualTo(Problem.STALE_ATTEMPT);
      assertThat(refused.getMessage()).contains(id.toString(), "attempt 1", "2", "not applied");
    }
    assertThat(world.refused(bob, id, 1, done()).problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.refused(ann, id, 2, done()).problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.get(id)).isEqualTo(before);
    List<String> kept =
        world.history(id).stream()
            .filter(e -> e.kind().equals("refused"))
            .map(e -> e.agent().orElseThrow() + " " + e.attempt() + " " + e.details().get("report"))
            .toList();
    assertThat(kept)
        .containsExactly(
            "ann 1 completion",
            "ann 1 progress",
            "ann 1 blocker",
            "ann 1 heartbeat",
            "ann 1 release",
            "bob 1 completion",
            "ann 2 completion");
    assertThat(world.history(id).stream().filter(e -> e.details().containsValue("all tests pass")))
        .as("the late result is not lost")
        .hasSize(3);
    world.refused(ann, id, 1, new Report.Heartbeat());
    assertThat(world.kinds(id)).hasSize(3 + 1 + kept.size());
  }

  @Test
  void whoKnowsNoAttemptIsGivenItsOwn() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    Report report =
        new Report(
            ann, id, OptionalInt.empty(), Optional.empty(), OptionalLong.empty(), done(), "ann");
    KmException refused =
        catchThrowableOfType(
            KmException.class,
            () ->
                world
                    .work
                    .reports()
                    .take(
                        new Report(
                            bob,
                            id,
                            OptionalInt.empty(),
                            Optional.empty(),
                            OptionalLong.empty(),
                            done(),
                            "bob")));
    assertThat(refused.problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(world.work.reports().take(report).attempt()).isOne();
    Receipt again = world.work.reports().take(report);
    assertThat(again.repeated()).isTrue();
    assertThat(again.state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void theSameRequestIsDoneOnceAndAnotherUnderItsNumberIsAConflict() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    Report report = numbered(id, 1, "r1", new Report.Release("no", Optional.of("half of it")));
    Receipt first = world.work.reports().take(report);
    assertThat(first.repeated()).isFalse();
    world.claim(bob);
    String before = world.everything();
    Receipt second = world.work.reports().take(report);
    assertThat(second.repeated()).isTrue();
    assertThat(second.state()).isEqualTo(first.state());
    KmException other =
        catchThrowableOfType(
            KmException.class, () -> world.work.reports().take(numbered(id, 1, "r1", done())));
    assertThat(other.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(world.everything()).isEqualTo(before);
    KmException stale =
        catchThrowableOfType(
            KmException.class, () -> world.work.reports().take(numbered(id, 1, "r2", done())));
    before = world.everything();
    KmException again =
        catchThrowableOfType(
            KmException.class, () -> world.work.reports().take(numbered(id, 1, "r2", done())));
    assertThat(again.problem()).isEqualTo(Problem.STALE_ATTEMPT).isEqualTo(stale.problem());
    assertThat(again.getMessage()).isEqualTo(stale.getMessage());
    assertThat(world.everything()).as("a refusal is not kept twice").isEqualTo(before);
  }

  private Report numbered(TaskId id, int attempt, String request, Report.Body body) {
    return new Report(
        ann, id, OptionalInt.of(attempt), Optional.of(request), OptionalLong.empty(), body, "ann");
  }

  @Test
  void whatIsGivenBackGoesToTheNextWithWhatThereIs() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.report(ann, id, 1, new Report.Release("out of ideas", Optional.of("see branch x")));
    Assignment next = world.claim(bob);
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.task().handedBack()).isEqualTo("see branch x");
  }

  @Test
  void afterItsAttemptsATaskFailsUntilAnOperatorOpensIt() throws KmException {
    TaskId id = world.task(Words.of("a").attempts(2));
    world.claim(ann);
    world.report(ann, id, 1, back());
    world.claim(bob);
    assertThat(world.report(bob, id, 2, back()).state()).isEqualTo(TaskState.FAILED);
    AgentId cid = world.agent("cid", 1);
    assertThat(((Offer.Nothing) world.request(cid)).reason()).isEqualTo(Reason.NO_TASKS);
    world.work.tasks().patch(id, TaskPatch.to(TaskState.TODO), "op");
    assertThat(world.claim(cid).attempt()).isEqualTo(3);
  }

  @Test
  void whatIsCalledOffIsToldByTheHeartbeatAndIsOverWhenItsHolderSaysSo() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    assertThat(world.report(ann, id, 1, new Report.Heartbeat()).cancel()).isFalse();
    assertThat(world.work.tasks().patch(id, TaskPatch.to(TaskState.CANCELLED), "op").state())
        .isEqualTo(TaskState.CANCELLING);
    Instant lease = world.get(id).leaseUntil().orElseThrow();
    Receipt told = world.report(ann, id, 1, new Report.Heartbeat());
    assertThat(told.cancel()).isTrue();
    assertThat(world.report(ann, id, 1, progress(TaskState.VALIDATING)).cancel()).isTrue();
    assertThat(world.get(id).leaseUntil()).contains(lease);
    assertThat(world.get(id).state()).isEqualTo(TaskState.CANCELLING);
    assertThat(world.report(ann, id, 1, back()).state()).isEqualTo(TaskState.CANCELLED);
    assertThat(world.get(id).holder()).isEmpty();
  }

  @Test
  void whatWasFinishedAlthoughItWasCalledOffIsKeptAsEvidence() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    world.work.tasks().patch(id, TaskPatch.to(TaskState.CANCELLED), "op");
    Receipt told = world.report(ann, id, 1, done());
    assertThat(told.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(told.cancel()).isTrue();
    assertThat(world.history(id).get(3).details()).containsEntry("evidence", "all tests pass");
  }

  @Test
  void withItsBudgetSpentATaskIsHandedBackAndParked() throws KmException {
    TaskId id =
        world.task(Words.of("a").budget(new Budget(OptionalLong.of(1_000), Optional.empty())));
    world.claim(ann);
    assertThat(tokens(id, 1, 999, new Report.Heartbeat()).handBack()).isFalse();
    Instant lease = world.get(id).leaseUntil().orElseThrow();
    assertThat(tokens(id, 1, 1_000, new Report.Heartbeat()).handBack()).isTrue();
    assertThat(tokens(id, 1, 1_200, progress(TaskState.IN_PROGRESS)).handBack()).isTrue();
    assertThat(world.get(id).leaseUntil()).contains(lease);
    assertThat(world.get(id).spentTokens()).isEqualTo(1_200);
    Receipt over = tokens(id, 1, 1_300, new Report.Release("budget", Optional.of("half")));
    assertThat(over.state()).isEqualTo(TaskState.PARKED);
    assertThat(world.get(id).spentTokens()).isEqualTo(1_300);
    assertThat(world.get(id).handedBack()).isEqualTo("half");
  }

  @Test
  void aBudgetOfTimeIsThatOfAllAttempts() throws KmException {
    TaskId id =
        world.task(
            Words.of("a")
                .budget(new Budget(OptionalLong.empty(), Optional.of(Duration.ofHours(1)))));
    world.claim(ann);
    world.sql("UPDATE task_claim SET claimed_at = claimed_at - interval '40 minutes'");
    assertThat(world.report(ann, id, 1, back()).state()).isEqualTo(TaskState.TODO);
    world.claim(bob);
    world.sql("UPDATE task_claim SET claimed_at = claimed_at - interval '30 minutes'");
    assertThat(world.report(bob, id, 2, progress(TaskState.IN_PROGRESS)).handBack()).isTrue();
    world.overdue(id);
    assertThat(world.work.watch().look()).isOne();
    assertThat(world.get(id).state()).isEqualTo(TaskState.PARKED);
  }

  private Receipt tokens(TaskId id, int attempt, long tokens, Report.Body body) throws KmException {
    return world
        .work
        .reports()
        .take(
            new Report(
                ann,
                id,
                OptionalInt.of(attempt),
                Optional.empty(),
                OptionalLong.of(tokens),
                body,
                "ann"));
  }

  @Test
  void anOperatorTakesATaskBackAndGivesItToAnother() throws KmException {
    TaskId id = world.task(Words.of("a").required("go"));
    AgentId fay = world.agent("fay", 1, "go");
    AgentId gus = world.agent("gus", 1, "go");
    world.claim(fay);
    String before = world.everything();
    KmException unable =
        catchThrowableOfType(
            KmException.class, () -> world.work.orders().takeBack(id, Optional.of(ann), "", "op"));
    assertThat(unable.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(unable.getMessage()).contains("go");
    KmException unknown =
        catchThrowableOfType(
            KmException.class,
            () -> world.work.orders().takeBack(id, Optional.of(new AgentId("zed")), "", "op"));
    assertThat(unknown.problem()).isEqualTo(Problem.NO_SUCH_AGENT);
    assertThat(world.everything()).isEqualTo(before);
    Task taken = world.work.orders().takeBack(id, Optional.of(gus), "stuck", "op");
    assertThat(taken.state()).isEqualTo(TaskState.TODO);
    assertThat(taken.reservedFor()).contains(gus);
    assertThat(world.refused(fay, id, 1, done()).problem()).isEqualTo(Problem.STALE_ATTEMPT);
    assertThat(((Offer.Nothing) world.request(fay)).reason()).isEqualTo(Reason.RESERVED);
    assertThat(world.claim(gus).attempt()).isEqualTo(2);
    assertThat(world.work.orders().takeBack(id, Optional.empty(), "", "op").holder()).isEmpty();
    KmException nobody =
        catchThrowableOfType(
            KmException.class, () -> world.work.orders().takeBack(id, Optional.empty(), "", "op"));
    assertThat(nobody.problem()).isEqualTo(Problem.CONFLICT);
  }

  @Test
  void aReservationEndsSoThatNoTaskWaitsForAnAgentThatIsGone() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.work.orders().takeBack(id, Optional.of(bob), "for bob", "op");
    assertThat(((Offer.Nothing) world.request(ann)).reason()).isEqualTo(Reason.RESERVED);
    world.sql("UPDATE task SET reserved_until = clock_timestamp() - interval '1 second'");
    assertThat(world.claim(ann).task().id()).isEqualTo(id);
  }

  @Test
  void badReportsAreRefusedAndChangeNothing() throws KmException {
    TaskId id = world.task(Words.of("a"));
    world.claim(ann);
    String before = world.everything();
    List<Report> bad =
        List.of(
            WorkWorld.says(ann, id, 0, done()),
            WorkWorld.says(ann, id, 1, progress(TaskState.TODO)),
            WorkWorld.says(ann, id, 1, progress(TaskState.CANCELLED)),
            WorkWorld.says(
                ann,
                id,
                1,
                new Report.Progress(
                    TaskState.IN_PROGRESS, OptionalInt.of(101), "", Optional.empty())),
            WorkWorld.says(ann, id, 1, new Report.Blocker("", "low", List.of())),
            WorkWorld.says(ann, id, 1, new Report.Blocker("x", "terrible", List.of())),
            WorkWorld.says(ann, id, 1, new Report.Release("x".repeat(70_000), Optional.empty())),
            WorkWorld.says(ann, id, 1, new Report.Release("\0", Optional.empty())),
            numbered(id, 1, "two words", done()),
            numbered(id, 1, "", done()),
            numbered(id, 1, "x".repeat(129), done()));
    for (Report report : bad) {
      KmException refused =
          catchThrowableOfType(KmException.class, () -> world.work.reports().take(report));
      assertThat(refused).as(report.toString()).isNotNull();
      assertThat(refused.problem()).as(report.toString()).isEqualTo(Problem.INVALID);
    }
    KmException absent = world.refused(ann, TaskId.of("alpha-99"), 1, done());
    assertThat(absent.problem()).isEqualTo(Problem.NO_SUCH_TASK);
    assertThat(world.everything()).isEqualTo(before);
  }
}
