package io.berth.lifecycle.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProbePaceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST = ProbePace.longest(INTERVAL, Duration.ofMinutes(10));
  private static final Instant READY = Snapshots.READY_AT;

  @Test
  void theQuieterAProcessTheRarerItIsAskedAndItsFirstRequestBringsTheIntervalBack() {
    assertThat(pause(idle(), 0, Duration.ofSeconds(30))).isEqualTo(INTERVAL);
    assertThat(pause(idle(), 0, Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(30));
    assertThat(pause(idle(), 0, Duration.ofHours(2))).isEqualTo(Duration.ofSeconds(150));
    Instant used = READY.plus(Duration.ofHours(2)).minusSeconds(1);
    assertThat(pause(idle().requests(1).activeAt(used), 0, Duration.ofHours(2)))
        .isEqualTo(INTERVAL);
  }

  @Test
  void whatFailedOrWorksIsAskedEveryInterval() {
    assertThat(pause(idle(), 1, Duration.ofHours(2))).isEqualTo(INTERVAL);
    assertThat(pause(idle().inFlight(1), 0, Duration.ofHours(2))).isEqualTo(INTERVAL);
    assertThat(pause(idle().openStreams(1), 0, Duration.ofHours(2))).isEqualTo(INTERVAL);
    assertThat(pause(idle().readyAt(null), 0, Duration.ofHours(2))).isEqualTo(INTERVAL);
  }

  @Test
  void theLongestPauseStaysWellWithinTheLeaseOfAKnowledgeManager() {
    assertThat(LONGEST).isEqualTo(Duration.ofSeconds(150));
    assertThat(ProbePace.longest(INTERVAL, Duration.ofMinutes(2)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(ProbePace.longest(INTERVAL, Duration.ofSeconds(20))).isEqualTo(INTERVAL);
  }

  @Property(tries = 200)
  void aPauseIsNeverShorterThanTheIntervalNorLongerThanTheLongest(
      @ForAll @LongRange(min = -100_000, max = 10_000_000) long quietSeconds,
      @ForAll @IntRange(max = 5) int failures) {
    assertThat(pause(idle(), failures, Duration.ofSeconds(quietSeconds)))
        .isBetween(INTERVAL, LONGEST);
  }

  private static Snapshots idle() {
    return Snapshots.ready(new ProjectId("alpha"));
  }

  private static Duration pause(Snapshots process, int failures, Duration sinceReady) {
    return ProbePace.pause(process.build(), failures, INTERVAL, LONGEST, READY.plus(sinceReady));
  }
}
