package io.berth.connector.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
  private static final ProjectId A = new ProjectId("a");
  private static final ProjectId B = new ProjectId("b");
  private static final OptionalInt NONE = OptionalInt.empty();

  private final AtomicLong nanos = new AtomicLong();
  private final Set<Integer> foreign = new HashSet<>();
  private final PortAllocator ports =
      new PortAllocator(
          List.of(new PortRange(5001, 5003)), port -> !foreign.contains(port), nanos::get);

  @Test
  void thePreferredPortComesFirstThenTheLowest() {
    assertThat(ports.reserve(A, OptionalInt.of(5003))).hasValue(5003);
    assertThat(ports.reserve(B, OptionalInt.of(5003))).hasValue(5001);
    assertThat(ports.holder(5003)).contains(A);
  }

  @Test
  void aPreferredPortOutsideTheRangesIsNotUsed() {
    assertThat(ports.reserve(A, OptionalInt.of(80))).hasValue(5001);
  }

  @Test
  void portsThatWereNeverUsedComeBeforeTheOneGivenBackLongestAgo() {
    for (int port = 5001; port <= 5002; port++) {
      assertThat(ports.reserve(A, NONE)).hasValue(port);
      nanos.incrementAndGet();
      ports.release(port, A);
    }
    assertThat(ports.reserve(A, NONE)).hasValue(5003);
    assertThat(ports.reserve(A, NONE)).hasValue(5001);
    assertThat(ports.reserve(A, NONE)).hasValue(5002);
    assertThat(ports.exhausted()).isTrue();
    assertThat(ports.reserve(B, NONE)).isEmpty();
  }

  @Test
  void aForeignListenerIsRememberedAndLookedAtAgainLater() {
    foreign.add(5001);
    assertThat(ports.reserve(A, NONE)).hasValue(5002);
    assertThat(ports.use().get(0).foreign()).containsExactly(5001);
    foreign.clear();
    assertThat(ports.reserve(A, NONE)).hasValue(5003);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(ports.reserve(A, NONE)).hasValue(5001);
    assertThat(ports.use().get(0).foreign()).isEmpty();
  }

  @Test
  void whenNothingElseIsLeftAForeignPortIsLookedAtAtOnce() {
    foreign.addAll(List.of(5001, 5002, 5003));
    assertThat(ports.reserve(A, NONE)).isEmpty();
    foreign.remove(5002);
    assertThat(ports.reserve(A, NONE)).hasValue(5002);
  }

  @Test
  void onlyTheHolderGivesAPortBack() {
    ports.reserve(A, NONE);
    ports.release(5001, B);
    assertThat(ports.holder(5001)).contains(A);
    assertThat(ports.claim(5001, B)).isFalse();
    assertThat(ports.claim(5001, A)).isTrue();
    ports.stolen(5001, A);
    assertThat(ports.holder(5001)).isEmpty();
    assertThat(ports.use().get(0).foreign()).containsExactly(5001);
  }
}
