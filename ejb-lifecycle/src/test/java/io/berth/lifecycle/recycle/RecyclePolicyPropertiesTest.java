package io.berth.lifecycle.recycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RecyclePolicyPropertiesTest {
  @Property(tries = 300)
  void theStaggerIsLessThanATenthAndAlwaysTheSame(
      @ForAll("ids") ProjectId project, @ForAll @IntRange(min = 60, max = 10_000_000) int seconds) {
    Duration age = Duration.ofSeconds(seconds);
    Duration stagger = RecyclePolicy.stagger(project, age);
    assertThat(stagger).isBetween(Duration.ZERO, age.dividedBy(10));
    assertThat(RecyclePolicy.stagger(project, age)).isEqualTo(stagger);
  }

  @Provide
  Arbitrary<ProjectId> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .ofMinLength(1)
        .ofMaxLength(20)
        .map(ProjectId::new);
  }
}
