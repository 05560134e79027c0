package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbePlanTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void everyProcessIsDueAboutOncePerIntervalAndNeverAllAtOnce() {
    ProbePlan plan = new ProbePlan(Duration.ofSeconds(10), new Random(7)::nextDouble);
    List<ProjectId> live = IntStream.range(0, 300).mapToObj(i -> new ProjectId("p" + i)).toList();
    List<Integer> due = new ArrayList<>();
    for (int second = 0; second <= 60; second++) {
      due.add(plan.due(live, second * SECOND).size());
    }
    assertThat(due.get(0)).isZero();
    assertThat(due).allSatisfy(number -> assertThat(number).isLessThan(100));
    assertThat(due.stream().mapToInt(Integer::intValue).sum()).isBetween(1_400, 1_900);
  }

  @Test
  void aProcessThatIsGoneIsForgotten() {
    ProbePlan plan = new ProbePlan(Duration.ofSeconds(10), () -> 0.5);
    ProjectId alpha = new ProjectId("alpha");
    plan.due(List.of(alpha), 0);
    plan.due(List.of(), SECOND);
    assertThat(plan.due(List.of(alpha), 6 * SECOND)).isEmpty();
    assertThat(plan.due(List.of(alpha), 11 * SECOND)).containsExactly(alpha);
  }
}
