package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.PlanStep;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every adviser owes: always something to go on with, by whom and why. */
abstract class AdvisorContract {
  static final PlanOrder ORDER =
      new PlanOrder(
          "Coupons",
          "Customers have coupons.\n- store codes in PostgreSQL\n- refuse codes that are over\n- show the price",
          Optional.empty(),
          3,
          List.of("java"));

  abstract Advisor advisor() throws Exception;

  @Test
  void aPlanHasStepsInOrderAndSaysWhoseItIs() throws Exception {
    Plan plan = advisor().draw(ORDER);
    assertThat(plan.steps()).isNotEmpty();
    Set<String> before = new HashSet<>();
    for (PlanStep step : plan.steps()) {
      assertThat(before).containsAll(step.after());
      assertThat(before.add(step.key())).as("key " + step.key() + " is new").isTrue();
      assertThat(step.name()).isNotBlank().hasSizeLessThanOrEqualTo(200);
      assertThat(step.hours()).isPositive();
    }
    assertThat(plan.drawnBy()).isIn("rules", "model");
    assertThat(plan.reason()).isNotBlank();
    assertThat(plan.days(2)).isPositive();
  }

  @Test
  void whatCannotBecomeAPlanIsRefusedByAll() throws Exception {
    PlanOrder circle =
        new PlanOrder("x", "- cart (after 2)\n- till (after 1)", Optional.empty(), 1, List.of());
    Advisor advisor = advisor();
    KmException refused = catchThrowableOfType(KmException.class, () -> advisor.draw(circle));
    assertThat(refused.problem()).isEqualTo(Problem.INVALID);
  }

  @Test
  void whoIsStuckIsToldWhatToDoAndByWhom() throws Exception {
    Suggestions suggestions =
        advisor().unblock(Blockers.of("permission denied for the deploy key", Surroundings.NONE));
    assertThat(suggestions.steps()).isNotEmpty();
    assertThat(suggestions.rootCause()).isNotBlank();
    assertThat(suggestions.kind()).isEqualTo("access");
    assertThat(suggestions.advisor()).isIn("rules", "model");
    assertThat(suggestions.reason()).isNotBlank();
  }
}
