package io.berth.lifecycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListPlannerTest {
  @Test
  void textWithoutAListIsOneStep() throws KmException {
    Plan plan = draw("Make it fast.\n- only one line of a list");
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().get(0).name()).isEqualTo("Shop");
    assertThat(plan.steps().get(0).description()).contains("only one line");
    assertThat(plan.dependencies()).isZero();
  }

  @Test
  void linesSideBySideComeTogetherAtTheEnd() throws KmException {
    Plan plan = draw("We need\n- a cart\n  with coupons\n* search\n\nand that is all");
    assertThat(plan.steps()).extracting(PlanStep::name).startsWith("a cart", "search");
    assertThat(plan.steps().get(0).description()).isEqualTo("a cart\nwith coupons");
    assertThat(plan.steps().get(2).after()).containsExactly("build-1", "build-2");
    assertThat(plan.phases()).containsExactly("build", "verify");
    assertThat(plan.days(2)).isEqualTo(2);
    assertThat(plan.days(1)).isEqualTo(3);
    assertThat(plan.confidence()).as("nobody knows").isEmpty();
  }

  @Test
  void numberedLinesComeOneAfterTheOther() throws KmException {
    Plan plan = draw("1. schema\n2) service\n3. page");
    assertThat(plan.steps())
        .extracting(step -> step.key() + step.after())
        .containsExactly("build-1[]", "build-2[build-1]", "build-3[build-2]", "verify[build-3]");
    assertThat(plan.days(5)).isEqualTo(4);
  }

  @Test
  void whatIsTooLongIsCutInTheNameAndWholeInTheDescription() throws KmException {
    Plan plan = draw("- " + "word ".repeat(60) + "\n- b");
    assertThat(plan.steps().get(0).name()).hasSizeLessThanOrEqualTo(120).endsWith("…");
    assertThat(plan.steps().get(0).description()).hasSizeGreaterThan(290);
    assertThatThrownBy(() -> draw("- a line\n".repeat(101)))
        .isInstanceOf(KmException.class)
        .hasMessageContaining("101 list lines");
  }

  private static Plan draw(String description) throws KmException {
    return new ListPlanner()
        .draw(new PlanOrder("Shop", description, Optional.empty(), 3, List.of("java")));
  }
}
