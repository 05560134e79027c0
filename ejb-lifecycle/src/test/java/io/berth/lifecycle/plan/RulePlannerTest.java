package io.berth.lifecycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.task.Priority;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulePlannerTest {
  @Test
  void aShortTextIsOneStep() throws KmException {
    Plan plan = draw("Make it fast.\n- only one line of a list");
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().get(0).name()).isEqualTo("Shop");
    assertThat(plan.steps().get(0).description()).contains("only one line");
    assertThat(plan.dependencies()).isZero();
    assertThat(plan.drawnBy()).isEqualTo("rules");
    assertThat(plan.confidence()).as("nobody knows").isEmpty();
  }

  @Test
  void oneThingInSeveralSentencesIsDesignedBuiltTestedAndDocumented() throws KmException {
    Plan plan =
        draw(
            "Customers have coupons. A coupon is a code of eight letters that takes a part off the"
                + " price of a cart. A code that is over is refused with words that say so. Nobody"
                + " uses a code twice.");
    assertThat(shape(plan))
        .containsExactly("design[]", "build[design]", "test[build]", "document[test]");
    assertThat(plan.phases()).containsExactly("design", "build", "test", "document");
  }

  @Test
  void linesSideBySideComeTogetherAtTheEnd() throws KmException {
    Plan plan = draw("We need\n- a cart\n  with coupons\n* search\n\nand that is all");
    assertThat(plan.steps()).extracting(PlanStep::name).startsWith("a cart", "search");
    assertThat(plan.steps().get(0).description())
        .startsWith("a cart\nwith coupons")
        .contains("Part of: Shop", "We need");
    assertThat(shape(plan)).containsExactly("build-1[]", "build-2[]", "verify[build-1, build-2]");
  }

  @Test
  void numberedLinesComeOneAfterTheOther() throws KmException {
    assertThat(shape(draw("1. schema\n2) service\n3. cart")))
        .containsExactly(
            "build-1[]",
            "build-2[build-1]",
            "build-3[build-2]",
            "verify[build-3]",
            "document[verify]");
  }

  @Test
  void kindsOfWorkFollowEachOtherWhereNothingIsNumbered() throws KmException {
    assertThat(
            shape(draw("- write tests\n- update the guide\n- cart\n- till\n- sketch the screens")))
        .containsExactlyInAnyOrder(
            "design-5[]",
            "build-3[design-5]",
            "build-4[design-5]",
            "test-1[build-3, build-4]",
            "document-2[build-3, build-4]");
  }

  @Test
  void whatALineSaysOfItsOrderHolds() throws KmException {
    assertThat(shape(draw("- cart\n- till (after 3)\n- login page\n- mail, needs the login page")))
        .contains("build-2[build-3]", "build-4[build-3]")
        .startsWith("design[]", "build-1[design]", "build-3[design]");
    assertThatThrownBy(() -> draw("- cart (after 2)\n- till (after 1)"))
        .isInstanceOf(KmException.class)
        .hasMessageContaining("wait for each other: build-1, build-2");
  }

  @Test
  void whatALineSaysOfItsOrderIsNoPartOfItsTask() throws KmException {
    List<PlanStep> steps =
        draw("We need\n1. cart\n- till (after 1)\n- *mail*, needs step 1\n- log in after 2 minutes")
            .steps();
    assertThat(steps)
        .extracting(PlanStep::name)
        .contains("cart", "till", "mail", "log in after 2 minutes");
    assertThat(step(steps, "build-2").after()).containsExactly("build-1");
    assertThat(step(steps, "build-2").description())
        .as("nor is its name told twice")
        .isEqualTo("Part of: Shop\nWe need");
    assertThat(draw("- lock an account after 3\n- x").steps().get(0).name())
        .as("there is no third line")
        .isEqualTo("lock an account after 3");
    assertThat(draw("- a\n- b [depends on 1]\n  with care").steps().get(1).description())
        .startsWith("b\nwith care\n\nPart of: Shop");
  }

  @Test
  void phasesUnderHeadingsFollowEachOtherAndOthersDoNot() throws KmException {
    Plan plan = draw("# Phase 1\n- cart\n- till\n# Phase 2: mail\n- mail\n# Extras\n- colours");
    assertThat(shape(plan))
        .contains("build-1[design]", "build-3[build-1, build-2]", "build-4[design]");
    assertThat(plan.steps().stream().filter(s -> s.key().equals("build-3")).findFirst())
        .hasValueSatisfying(step -> assertThat(step.labels()).contains("phase-2-mail"));
  }

  @Test
  void sentencesThatTellWhatToDoAreSteps() throws KmException {
    Plan plan =
        draw("The shop is slow. Add an index on the orders table. Then remove the old cache.");
    assertThat(shape(plan)).containsExactly("build-1[]", "build-2[build-1]", "verify[build-2]");
    assertThat(plan.steps().get(0).preferred()).contains("java", "sql");
    assertThat(plan.steps().get(0).description()).contains("The shop is slow.");
  }

  @Test
  void headingsWithTextAreStepsWhereThereIsNoList() throws KmException {
    assertThat(draw("# Cart\nHolds goods.\n# Till\nTakes money.").steps())
        .extracting(PlanStep::name)
        .containsExactly("Cart", "Till", "Bring together and check: Shop");
  }

  @Test
  void wordsOfPriorityEffortAndSkillsAreHeard() throws KmException {
    List<PlanStep> steps =
        draw("- fix the outage of the login (2h) [skills: java, oauth]\n"
                + "- nice to have: dark colours ~1 day\n"
                + "- migrate orders to PostgreSQL\n"
                + "- sessions end after 30 minutes")
            .steps();
    PlanStep fix = step(steps, "build-1");
    assertThat(fix.priority()).isEqualTo(Priority.URGENT);
    assertThat(fix.hours()).isEqualTo(2);
    assertThat(fix.required()).containsExactly("java", "oauth");
    assertThat(fix.preferred()).contains("security");
    assertThat(step(steps, "build-2").priority()).isEqualTo(Priority.LOW);
    assertThat(step(steps, "build-2").hours()).isEqualTo(8);
    assertThat(step(steps, "build-3").hours()).isEqualTo(16);
    assertThat(step(steps, "build-3").preferred()).contains("sql");
    assertThat(step(steps, "build-4").hours()).isEqualTo(4);
    assertThat(step(steps, "build-4").after()).containsExactly("design");
  }

  @Test
  void codeAndWhatIsDoneAlreadyAreNoSteps() throws KmException {
    assertThat(draw("- [x] old\n- [ ] cart\n- till\n  ```\n  - no item\n  ```").steps())
        .extracting(PlanStep::name)
        .containsExactly("cart", "till", "Bring together and check: Shop");
  }

  @Test
  void whatIsTooLongIsCutInTheNameAndWholeInTheDescription() throws KmException {
    Plan plan = draw("- " + "word ".repeat(60) + "\n- b");
    assertThat(plan.steps().get(0).name()).hasSizeLessThanOrEqualTo(120).endsWith("…");
    assertThat(plan.steps().get(0).description()).hasSizeGreaterThan(290);
    assertThatThrownBy(() -> draw("- a line\n".repeat(101)))
        .isInstanceOf(KmException.class)
        .hasMessageContaining("101 items");
  }

  @Test
  void theSameWordsMakeTheSamePlan() throws KmException {
    String text = "# A\n- x\n- y after 1\n# B\n1. z\n2. test it";
    assertThat(draw(text)).isEqualTo(draw(text));
  }

  private static PlanStep step(List<PlanStep> steps, String key) {
    return steps.stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  private static List<String> shape(Plan plan) {
    return plan.steps().stream().map(step -> step.key() + step.after()).toList();
  }

  private static Plan draw(String description) throws KmException {
    return new RulePlanner()
        .draw(new PlanOrder("Shop", description, Optional.empty(), 3, List.of("java")));
  }
}
