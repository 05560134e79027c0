package io.berth.lifecycle.advice;

import static io.berth.lifecycle.claim.WorkWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Suggestions name what is on the board, and nothing of other projects. */
@ExtendWith(WithPostgres.class)
class BlockerAdviceIT {
  private WorkWorld world;
  private BlockerAdvice advice;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha").project("beta");
    advice =
        new BlockerAdvice(world.work.tasks(), new BoardAround(world.database), new RuleAdvisor());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theBoardIsNamed() throws KmException {
    AgentId emil = world.agent("emil", 1);
    solved(emil, "registry login fails with expired certificate", "renewed the certificate");
    AgentId bob = world.agent("bob", 1, "java");
    TaskId mail = world.task(Words.of("mail").files("src/mail/Mail.java").required("java"));
    world.claim(bob);
    AgentId ann = world.agent("ann", 1);
    TaskId cart = world.task(Words.of("cart").preferred("java").labels("shop"));
    TaskId till = world.task(Words.of("till").after(cart));
    Assignment held = world.claim(ann);
    assertThat(held.task().id()).isEqualTo(cart);

    Suggestions suggestions =
        tell(
            ann,
            cart,
            "Mail.java is changed elsewhere; certificate of the registry expired, " + till);
    assertThat(suggestions.impact()).contains(till.toString(), "till");
    assertThat(suggestions.steps().get(0)).contains("emil", "renewed the certificate");
    assertThat(suggestions.steps())
        .anyMatch(s -> s.contains(till.toString()) && s.contains("is not begun"))
        .anyMatch(s -> s.contains("src/mail/Mail.java is taken by " + mail) && s.contains("bob"))
        .anyMatch(s -> s.contains("Ask bob, who knows java"));
    assertThat(suggestions.collaborators()).contains("bob", "emil").doesNotContain("ann", "");
    assertThat(suggestions.advisor()).isEqualTo("rules");
  }

  @Test
  void otherProjectsAreNotTold() throws KmException {
    AgentId yolanda = world.agent("yolanda", 1, "java");
    world.task(Words.of("secret plan").in("beta").files("src/Cart.java").labels("shop"));
    Assignment theirs = world.claim(yolanda, "beta");
    world.report(yolanda, theirs.task().id(), 1, blocker("the cart has no price at all"));
    world.report(yolanda, theirs.task().id(), 1, done());
    AgentId ann = world.agent("ann", 1);
    TaskId cart = world.task(Words.of("cart").preferred("java").labels("shop"));
    world.claim(ann, "alpha");
    Suggestions suggestions =
        tell(ann, cart, "the cart has no price at all in Cart.java, see " + theirs.task().id());
    assertThat(SuggestionValues.of(suggestions).toString())
        .doesNotContain("yolanda", "secret plan", "is taken by");
  }

  private void solved(AgentId agent, String blocker, String solution) throws KmException {
    TaskId task = world.task(Words.of("before").labels("shop"));
    world.claim(agent);
    world.report(agent, task, 1, blocker(blocker));
    world.report(
        agent,
        task,
        1,
        new Report.Progress(
            io.berth.lifecycle.task.TaskState.IN_PROGRESS,
            java.util.OptionalInt.empty(),
            "goes on",
            java.util.Optional.empty()));
    world.report(
        agent,
        task,
        1,
        new Report.Progress(
            io.berth.lifecycle.task.TaskState.DONE,
            java.util.OptionalInt.empty(),
            solution,
            java.util.Optional.empty()));
  }

  private static Report.Blocker blocker(String description) {
    return new Report.Blocker(description, "medium", List.of());
  }

  private Suggestions tell(AgentId agent, TaskId task, String description) throws KmException {
    Report report = WorkWorld.says(agent, task, 1, blocker(description));
    world.work.reports().take(report);
    return advice.atOnce(report).orElseThrow();
  }
}
