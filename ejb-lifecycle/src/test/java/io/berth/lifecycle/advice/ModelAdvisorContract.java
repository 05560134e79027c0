package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.PlanStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adviser that asks a model owes beyond, with real sockets. */
abstract class ModelAdvisorContract extends AdvisorContract {
  private static final String SECRET = "sk-a-key-that-nobody-sees-0123";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String PLAN =
      """
      {"tasks":[{"key":"b","name":"Refuse old codes","hours":3,"after":["a"],"required_skills":["cobol"]},
       {"key":"a","name":"Store codes","phase":"design","hours":2.5,"priority":"high","labels":["db"],
        "preferred_skills":["sql"],"description":"In PostgreSQL."}],"confidence":0.7,"thoughts":"none"}
      """;
  private static final String ADVICE =
      """
      {"root_cause":"no right","impact_assessment":"all wait","resolution_steps":["ask bob"],"estimated_hours":1}
      """;

  @TempDir Path folder;
  FakeModel fake;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Path secretFile;
  private Advisor opened;

  abstract Dialect dialect();

  abstract void assertSecretIn(Map<String, String> head, String secret);

  @BeforeEach
  void open() throws Exception {
    fake = new FakeModel(dialect().name().toLowerCase(java.util.Locale.ROOT));
    secretFile = Files.writeString(folder.resolve("key"), SECRET + "\n");
  }

  @AfterEach
  void close() throws Exception {
    fake.close();
    if (opened != null) {
      opened.close();
    }
    threads.shutdownNow();
  }

  @Override
  Advisor advisor() {
    return advisor(LONG);
  }

  private Advisor advisor(Duration timeout) {
    HttpModel.Place place =
        new HttpModel.Place(dialect(), fake.url(), "test-model", Optional.of(secretFile));
    opened = new ModelAdvisor(new HttpModel(place, timeout, threads), "test-model", () -> now);
    return opened;
  }

  @Test
  void itsAnswerBecomesThePlanInOrder() throws Exception {
    fake.answer = PLAN;
    Plan plan = advisor().draw(ORDER);
    assertThat(plan.drawnBy()).isEqualTo("model");
    assertThat(plan.reason()).isEqualTo("answered by test-model");
    assertThat(plan.confidence()).hasValue(0.7);
    assertThat(plan.steps()).extracting(PlanStep::key).containsExactly("a", "b");
    assertThat(plan.steps().get(1).required()).as("nobody may have it").isEmpty();
    assertThat(plan.steps().get(1).preferred()).containsExactly("cobol");
    FakeModel.Asked asked = fake.asked.get(0);
    assertSecretIn(asked.head(), SECRET);
    assertThat(asked.body()).containsEntry("model", "test-model");
    assertThat(asked.body().toString()).contains("store codes in PostgreSQL");
  }

  @Test
  void itsAnswerMayStandInAFence() throws Exception {
    fake.answer = "```json\n" + PLAN + "```";
    assertThat(advisor().draw(ORDER).drawnBy()).isEqualTo("model");
  }

  @Test
  void itsAdviceIsToldAsItsOwn() throws Exception {
    fake.answer = ADVICE;
    Suggestions suggestions = advisor().unblock(Blockers.of("no right", Surroundings.NONE));
    assertThat(suggestions.advisor()).isEqualTo("model");
    assertThat(suggestions.steps()).containsExactly("ask bob");
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeModel.Mood.class,
      names = {"GARBLED", "NO_JSON", "OTHER_JSON", "ENDLESS", "CUT_OFF", "FORGETFUL"})
  void whatIsNoAnswerIsReplacedByTheRulesWithTheReason(FakeModel.Mood mood) throws Exception {
    fake.mood = mood;
    assertByRules(advisor().draw(ORDER));
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeModel.Mood.class,
      names = {"SILENT", "DRIPPING"})
  void whoTakesTooLongIsNotWaitedFor(FakeModel.Mood mood) throws Exception {
    fake.mood = mood;
    Plan plan = advisor(SHORT).draw(ORDER);
    assertByRules(plan);
    assertThat(plan.reason()).contains("did not answer within PT0.5S");
    assertThat(fake.asked).as("once is enough").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 429, 500, 529})
  void aStatusIsToldAndOnlyServersInTroubleAreAskedTwice(int status) throws Exception {
    fake.status = status;
    fake.answer = PLAN;
    Plan plan = advisor().draw(ORDER);
    assertByRules(plan);
    assertThat(plan.reason()).contains("answers " + status);
    assertThat(fake.asked).hasSize(status >= 500 ? 2 : 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{\"tasks\":[]}",
        "{\"tasks\":[7]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"\",\"hours\":1}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":-1}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":\"many\"}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\\u0000\",\"hours\":1}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1,\"priority\":\"p0\"}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1,\"labels\":[\"\\n\"]}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1},{\"key\":\"a\",\"name\":\"y\",\"hours\":1}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1,\"after\":[\"b\"]}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1,\"after\":[\"a\"]}]}",
        "{\"tasks\":[{\"key\":\"a\",\"key\":\"b\",\"name\":\"x\",\"hours\":1}]}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1}]} and {}",
        "{\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1}]},{\"tasks\":[]}",
        "Sure! {\"tasks\":[{\"key\":\"a\",\"name\":\"x\",\"hours\":1}]}",
      })
  void anAnswerThatBreaksARuleIsNotUsed(String answer) throws Exception {
    fake.answer = answer;
    assertByRules(advisor().draw(ORDER));
  }

  @Test
  void whoFailsAgainAndAgainIsLeftAloneForAWhile() throws Exception {
    fake.status = 400;
    Advisor advisor = advisor();
    for (int i = 0; i < 5; i++) {
      assertByRules(advisor.draw(ORDER));
    }
    assertThat(fake.asked).hasSize(3);
    assertThat(advisor.draw(ORDER).reason()).contains("not asked");
    fake.status = 200;
    fake.answer = PLAN;
    now = now.plusSeconds(61);
    assertThat(advisor.draw(ORDER).drawnBy()).isEqualTo("model");
    assertThat(advisor.draw(ORDER).drawnBy()).isEqualTo("model");
  }

  @Test
  void secretsOfTheWordsStayHere() throws Exception {
    fake.answer = PLAN;
    advisor()
        .draw(
            new PlanOrder(
                "x", "Use password=hunter2 at https://u:pw1234@h", Optional.empty(), 1, List.of()));
    assertThat(fake.asked.get(0).body().toString())
        .contains("password=[redacted]")
        .doesNotContain("hunter2", "pw1234");
  }

  @Test
  void theKeyIsReadAnewAndShownToNobody() throws Exception {
    fake.status = 401;
    Advisor advisor = advisor();
    assertThat(advisor.draw(ORDER).reason())
        .contains("berth.advice.secret-file")
        .doesNotContain(SECRET);
    Files.writeString(secretFile, "two\nlines of it");
    assertThat(advisor.draw(ORDER).reason()).contains("one line").doesNotContain("lines of it");
    Files.writeString(secretFile, "another-key");
    advisor.draw(ORDER);
    assertSecretIn(fake.asked.get(1).head(), "another-key");
    Files.delete(secretFile);
    now = now.plusSeconds(61);
    assertThat(advisor.draw(ORDER).reason()).contains("not readable");
    assertThat(fake.asked).hasSize(2);
  }

  @Test
  void whoIsInterruptedGoesAndLeavesTheJobForLater() throws Exception {
    fake.mood = FakeModel.Mood.SILENT;
    Advisor advisor = advisor();
    Thread.currentThread().interrupt();
    KmException going = catchThrowableOfType(KmException.class, () -> advisor.draw(ORDER));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(going.problem()).isEqualTo(Problem.UNAVAILABLE);
  }

  private static void assertByRules(Plan plan) throws Exception {
    assertThat(plan.drawnBy()).isEqualTo("rules");
    assertThat(plan.reason()).startsWith("the model ");
    assertThat(plan.steps()).isEqualTo(new RuleAdvisor().draw(ORDER).steps());
  }
}
