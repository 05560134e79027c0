package io.berth.lifecycle.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  static NodeSample minute(int minute, String node, double active, long starts) {
    return new NodeSample(
        NOON.plusSeconds(60L * minute),
        node,
        10,
        active,
        1_000,
        800,
        400,
        2.5,
        60,
        starts,
        0,
        Map.of("5001-5100", (int) active),
        100,
        5_000 - minute,
        9_000);
  }

  @Test
  void levelsAreAveragedOverTimeAndAddedOverNodes() {
    List<NodeSample> five = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      five.add(minute(i, "node-1", 2 + i, 1));
      five.add(minute(i, "node-2", 10, 2));
    }
    NodeSample all = Buckets.system(five, Duration.ofMinutes(5)).get(0);
    assertThat(all.at()).isEqualTo(NOON);
    assertThat(all.active()).isEqualTo(14);
    assertThat(all.projects()).isEqualTo(10);
    assertThat(all.pssBytes()).isEqualTo(1_600);
    assertThat(all.requestsPerMinute()).isEqualTo(120);
    assertThat(all.starts()).isEqualTo(15);
    assertThat(all.portsUsed()).isEqualTo(16);
    assertThat(all.memoryAvailableBytes()).isEqualTo(4_996);
  }

  @Test
  void aProjectsAnswersCountByTheirNumber() {
    ProjectId alpha = new ProjectId("alpha");
    List<ProjectSample> minutes =
        List.of(
            new ProjectSample(NOON, alpha, 3, 10, 8, 1, 900, OptionalDouble.of(10)),
            new ProjectSample(
                NOON.plusSeconds(60), alpha, 4, 20, 18, 3, 100, OptionalDouble.of(110)),
            new ProjectSample(
                NOON.plusSeconds(120), alpha, 4, 30, 28, 2, 0, OptionalDouble.empty()));
    assertThat(Buckets.project(minutes, Duration.ofMinutes(5)))
        .containsExactly(
            new ProjectSample(NOON, alpha, 4, 20, 18, 2, 1000 / 3.0, OptionalDouble.of(20)));
  }

  @Property(tries = 200)
  void noStepLosesAnEventOrLeavesTheGrid(
      @ForAll @IntRange(max = 300) int minutes, @ForAll @IntRange(min = 1, max = 90) int step) {
    List<NodeSample> all = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      all.add(minute(i, "node-1", i, i % 3));
    }
    List<NodeSample> steps = Buckets.system(all, Duration.ofMinutes(step));
    assertThat(steps.stream().mapToLong(NodeSample::starts).sum())
        .isEqualTo(all.stream().mapToLong(NodeSample::starts).sum());
    assertThat(steps).extracting(NodeSample::at).isSorted().doesNotHaveDuplicates();
    assertThat(steps).allMatch(s -> s.at().getEpochSecond() % (60L * step) == 0);
    assertThat(steps.size()).isLessThanOrEqualTo(minutes / step + 2);
  }
}
