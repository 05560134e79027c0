package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbePlanTest {
  private static final long SECOND = 1_000_000_000L;
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @Test
  void everyProcessIsDueAboutOncePerPauseAndNeverAllAtOnce() {
    ProbePlan plan = new ProbePlan(new Random(7)::nextDouble);
    Map<ProjectId, Long> live =
        IntStream.range(0, 300)
            .mapToObj(i -> new ProjectId("p" + i))
            .collect(Collectors.toMap(Function.identity(), id -> 10 * SECOND));
    List<Integer> due = new ArrayList<>();
    for (int second = 0; second <= 60; second++) {
      due.add(plan.due(live, Long::longValue, second * SECOND).size());
    }
    assertThat(due.get(0)).isZero();
    assertThat(due).allSatisfy(number -> assertThat(number).isLessThan(100));
    assertThat(due.stream().mapToInt(Integer::intValue).sum()).isBetween(1_400, 1_900);
  }

  @Test
  void aProcessThatIsGoneIsForgotten() {
    ProbePlan plan = new ProbePlan(() -> 0.5);
    assertThat(due(plan, 10, 0)).isEmpty();
    plan.due(Map.<ProjectId, Long>of(), Long::longValue, SECOND);
    assertThat(due(plan, 10, 6)).isEmpty();
    assertThat(due(plan, 10, 11)).containsExactly(ALPHA);
  }

  @Test
  void aPauseThatBecomesShorterCountsAtOnce() {
    ProbePlan plan = new ProbePlan(() -> 0.5);
    due(plan, 60, 0);
    assertThat(due(plan, 60, 30)).containsExactly(ALPHA);
    assertThat(due(plan, 60, 50)).isEmpty();
    assertThat(due(plan, 10, 51)).containsExactly(ALPHA);
  }

  private static List<ProjectId> due(ProbePlan plan, long pauseSeconds, long second) {
    return plan.due(Map.of(ALPHA, pauseSeconds * SECOND), Long::longValue, second * SECOND);
  }
}
