package io.berth.connector.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.warm.WarmPolicy.Pool;
import io.berth.connector.warm.WarmPolicy.Ready;
import io.berth.connector.warm.WarmPolicy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmPolicyTest {
  private static final Duration MAX_AGE = Duration.ofHours(6);
  // why: nanoTime may be any number, also one that overflows soon
  private static final long NOW = Long.MAX_VALUE - 5;

  private final List<Ready> ready = new ArrayList<>();
  private boolean prepared = true;
  private int demanded;
  private Optional<Long> lackingSince = Optional.of(NOW);
  private Optional<Long> changedAt = Optional.empty();
  private int failures;
  private Optional<Long> failedAt = Optional.empty();

  @Test
  void anEmptyPoolIsFilledOneByOne() {
    assertThat(next(2)).isEqualTo(new Step.Fill());
    add("a", Duration.ofSeconds(1));
    changedAt = before(Duration.ofMillis(499));
    assertThat(next(2)).as("paced").isInstanceOf(Step.Wait.class);
    changedAt = before(Duration.ofMillis(500));
    assertThat(next(2)).isEqualTo(new Step.Fill());
    add("b", Duration.ZERO);
    assertThat(next(2)).as("full").isInstanceOf(Step.Wait.class);
  }

  @Test
  void noPoolIsWantedSoNothingIsStarted() {
    assertThat(next(0)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void nothingIsStartedBeforeTheKmIsInstalled() {
    prepared = false;
    assertThat(next(2)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void aFillStandsBackBehindDemandedStartsButNotForEver() {
    demanded = 3;
    lackingSince = before(WarmPolicy.PATIENCE.minusNanos(1));
    assertThat(next(2)).isInstanceOf(Step.Wait.class);
    lackingSince = before(WarmPolicy.PATIENCE);
    assertThat(next(2)).isEqualTo(new Step.Fill());
  }

  @Test
  void failedFillsAreRepeatedEverMoreSeldom() {
    failures = 3;
    failedAt = before(Duration.ofMillis(3_999));
    assertThat(next(1)).isInstanceOf(Step.Wait.class);
    failedAt = before(Duration.ofSeconds(4));
    assertThat(next(1)).isEqualTo(new Step.Fill());
    assertThat(WarmPolicy.backoff(0)).isZero();
    assertThat(WarmPolicy.backoff(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(WarmPolicy.backoff(1_000_000)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theOldestIsReplacedWhenItsTimeIsOverAndOneAtATime() {
    add("young", MAX_AGE.minusNanos(1));
    add("old", MAX_AGE);
    add("oldest", MAX_AGE.plusHours(1));
    assertThat(next(3)).isEqualTo(new Step.Retire("oldest"));
    ready.removeIf(process -> process.id().equals("oldest"));
    assertThat(next(3)).as("it is replaced before the next one goes").isEqualTo(new Step.Fill());
    add("new", Duration.ZERO);
    assertThat(next(3)).isEqualTo(new Step.Retire("old"));
    ready.removeIf(process -> process.id().equals("old"));
    add("newer", Duration.ZERO);
    assertThat(next(3)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void whatIsSuperfluousGoesAtOnceTheOldestFirst() {
    add("b", Duration.ofMinutes(2));
    add("a", Duration.ofMinutes(3));
    add("c", Duration.ofMinutes(1));
    assertThat(next(1)).isEqualTo(new Step.Retire("a"));
  }

  private Step next(int size) {
    return WarmPolicy.next(
        new WarmPoolSettings(size, MAX_AGE),
        new Pool(
            List.copyOf(ready), prepared, demanded, lackingSince, changedAt, failures, failedAt),
        NOW);
  }

  private void add(String id, Duration age) {
    ready.add(new Ready(id, NOW - age.toNanos()));
  }

  private static Optional<Long> before(Duration ago) {
    return Optional.of(NOW - ago.toNanos());
  }
}
