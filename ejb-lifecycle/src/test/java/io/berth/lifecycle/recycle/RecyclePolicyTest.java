package io.berth.lifecycle.recycle;

import static io.berth.lifecycle.testing.Snapshots.READY_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecyclePolicyTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final Duration DAY = Duration.ofDays(1);
  private static final ProjectSettings.Recycling DAILY =
      new ProjectSettings.Recycling(Optional.of(DAY), Duration.ofMinutes(10));
  private static final Instant DUE =
      READY_AT.minusSeconds(1).plus(DAY).plus(RecyclePolicy.stagger(ALPHA, DAY));

  private static boolean isDue(Snapshots process, Instant now) {
    return RecyclePolicy.isDue(process.build(), DAILY, false, now);
  }

  @Test
  void aQuietProcessGoesWhenItIsDueAndNotSooner() {
    assertThat(isDue(Snapshots.ready(ALPHA), DUE.minusMillis(1))).isFalse();
    assertThat(isDue(Snapshots.ready(ALPHA), DUE)).isTrue();
  }

  @Test
  void aBusyOneGoesWhenThePatienceIsOver() {
    Instant end = DUE.plus(Duration.ofMinutes(10));
    assertThat(isDue(Snapshots.ready(ALPHA).inFlight(1), end.minusMillis(1))).isFalse();
    assertThat(isDue(Snapshots.ready(ALPHA).inFlight(1), end)).isTrue();
    Snapshots leased = Snapshots.ready(ALPHA);
    assertThat(RecyclePolicy.isDue(leased.build(), DAILY, true, end.minusMillis(1))).isFalse();
    assertThat(RecyclePolicy.isDue(leased.build(), DAILY, true, end)).isTrue();
  }

  @Test
  void doubtsAndOtherStatesKeepIt() {
    Instant late = DUE.plus(DAY);
    for (ProcessState state : ProcessState.values()) {
      assertThat(isDue(Snapshots.of(state, ALPHA), late)).isEqualTo(state == ProcessState.READY);
    }
    assertThat(isDue(Snapshots.ready(ALPHA).startedAt(null), late)).isFalse();
    assertThat(isDue(Snapshots.ready(ALPHA).startedAt(late.plusSeconds(1)), late)).isFalse();
    assertThat(isDue(Snapshots.ready(ALPHA).inFlight(-1), late)).isFalse();
    assertThat(RecyclePolicy.isDue(null, DAILY, false, late)).isFalse();
    assertThat(RecyclePolicy.isDue(Snapshots.ready(ALPHA).build(), null, false, late)).isFalse();
    for (Duration wrong :
        new Duration[] {Duration.ZERO, DAY.negated(), Duration.ofSeconds(Long.MAX_VALUE)}) {
      ProjectSettings.Recycling broken =
          new ProjectSettings.Recycling(Optional.of(wrong), Duration.ZERO);
      assertThat(RecyclePolicy.isDue(Snapshots.ready(ALPHA).build(), broken, false, late))
          .as(wrong.toString())
          .isFalse();
    }
    ProjectSettings.Recycling never =
        new ProjectSettings.Recycling(Optional.empty(), Duration.ZERO);
    assertThat(RecyclePolicy.isDue(Snapshots.ready(ALPHA).build(), never, false, late)).isFalse();
  }

  @Test
  void projectsThatStartedTogetherAreDueApart() {
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(i -> RecyclePolicy.stagger(new ProjectId("project-" + i), DAY))
                .collect(Collectors.toSet()))
        .hasSizeGreaterThan(50);
  }
}
