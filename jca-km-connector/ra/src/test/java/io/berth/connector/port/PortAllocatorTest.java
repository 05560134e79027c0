package io.berth.connector.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
  private static final ProjectId A = new ProjectId("a");
  private static final ProjectId B = new ProjectId("b");
  private static final OptionalInt NONE = OptionalInt.empty();
  private static final PortRange LOW = new PortRange(5001, 5003);
  private static final PortRange HIGH = new PortRange(7001, 7006);

  private final AtomicLong nanos = new AtomicLong();
  private final Set<Integer> foreign = new HashSet<>();
  private final List<String> news = new ArrayList<>();
  private PortAllocator ports = allocator(PortStrategy.FILL, LOW);

  private PortAllocator allocator(PortStrategy strategy, PortRange... ranges) {
    return new PortAllocator(
        new PortPlan(List.of(ranges), strategy),
        port -> !foreign.contains(port),
        nanos::get,
        told -> news.add(told.kind() + " " + told.project()));
  }

  private OptionalInt reserve(ProjectId project, OptionalInt preferred) {
    return ports.reserve(project, 1, preferred);
  }

  @Test
  void thePreferredPortComesFirstThenTheLowest() {
    assertThat(reserve(A, OptionalInt.of(5003))).hasValue(5003);
    assertThat(reserve(B, OptionalInt.of(5003))).hasValue(5001);
    assertThat(ports.holder(5003)).contains(A);
  }

  @Test
  void aPreferredPortOutsideTheRangesIsNotUsed() {
    assertThat(reserve(A, OptionalInt.of(80))).hasValue(5001);
  }

  @Test
  void portsThatWereNeverUsedComeBeforeTheOneGivenBackLongestAgo() {
    for (int port = 5001; port <= 5002; port++) {
      assertThat(reserve(A, NONE)).hasValue(port);
      ports.release(port, A);
    }
    assertThat(reserve(A, NONE)).hasValue(5003);
    assertThat(reserve(A, NONE)).hasValue(5001);
    assertThat(reserve(A, NONE)).hasValue(5002);
    assertThat(ports.refuses(B)).isTrue();
    assertThat(reserve(B, NONE)).isEmpty();
  }

  @Test
  void whatWasUsedBeforeARestartStillRests() {
    ports.agree("host", (host, port, project, generation) -> true, List.of(5002, 5001));
    assertThat(reserve(A, NONE)).hasValue(5003);
    assertThat(reserve(A, NONE)).hasValue(5002);
    assertThat(reserve(A, NONE)).hasValue(5001);
  }

  @Test
  void fillTakesTheNextRangeOnlyWhenTheFirstIsFull() {
    ports = allocator(PortStrategy.FILL, LOW, HIGH);
    reserve(A, NONE);
    ports.release(5001, A);
    assertThat(List.of(take(), take(), take(), take())).containsExactly(5002, 5003, 5001, 7001);
  }

  @Test
  void balanceUsesTheSameShareOfEachRange() {
    ports = allocator(PortStrategy.BALANCE, LOW, HIGH);
    assertThat(List.of(take(), take(), take(), take(), take(), take(), take(), take(), take()))
        .containsExactly(5001, 7001, 7002, 5002, 7003, 7004, 5003, 7005, 7006);
  }

  private int take() {
    return reserve(A, NONE).orElseThrow();
  }

  @Test
  void aForeignListenerIsRememberedAndLookedAtAgainLater() {
    foreign.add(5001);
    assertThat(reserve(A, NONE)).hasValue(5002);
    assertThat(ports.use().get(0).foreign()).containsExactly(5001);
    foreign.clear();
    assertThat(reserve(A, NONE)).hasValue(5003);
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(reserve(A, NONE)).hasValue(5001);
    assertThat(ports.use().get(0).foreign()).isEmpty();
  }

  @Test
  void whenNothingElseIsLeftAForeignPortIsLookedAtAtOnce() {
    foreign.addAll(List.of(5001, 5002, 5003));
    assertThat(reserve(A, NONE)).isEmpty();
    foreign.remove(5002);
    assertThat(reserve(A, NONE)).hasValue(5002);
    assertThat(news).containsExactly("EXHAUSTED a", "AVAILABLE a");
  }

  @Test
  void exhaustionIsToldOnceAndSoIsItsEnd() {
    for (int i = 0; i < 3; i++) {
      reserve(A, NONE);
    }
    assertThat(news).isEmpty();
    assertThat(ports.refuses(B)).isTrue();
    assertThat(ports.refuses(B)).isTrue();
    assertThat(reserve(B, NONE)).isEmpty();
    ports.release(5002, B);
    assertThat(news).containsExactly("EXHAUSTED b");
    ports.release(5002, A);
    ports.release(5003, A);
    assertThat(news).containsExactly("EXHAUSTED b", "AVAILABLE a");
  }

  @Test
  void aStrangerIsToldOnceAndAnotherNodeOfOursNever() {
    foreign.addAll(List.of(5001, 5002));
    assertThat(reserve(A, NONE)).hasValue(5003);
    Strangers strangers =
        unknown ->
            Map.of(
                5001, new Strangers.Stranger(false, "nginx"),
                5002, new Strangers.Stranger(true, "java"));
    ports.lookAgain(strangers);
    ports.lookAgain(strangers);
    assertThat(news).containsExactly("FOREIGN a");
    assertThat(ports.use().get(0).foreign()).containsExactly(5001);
    foreign.clear();
    ports.lookAgain(strangers);
    assertThat(news).containsExactly("FOREIGN a", "FREED a");
    assertThat(ports.use().get(0).foreign()).isEmpty();
    assertThat(reserve(B, NONE)).hasValue(5001);
  }

  @Test
  void whatTheLedgerRefusesIsSkippedAndNotAskedForAgain() {
    List<Integer> asked = new ArrayList<>();
    ports.agree(
        "host",
        (host, port, project, generation) -> {
          asked.add(port);
          return port == 5003;
        },
        List.of());
    assertThat(reserve(A, NONE)).hasValue(5003);
    assertThat(reserve(B, NONE)).isEmpty();
    assertThat(asked).containsExactly(5001, 5002, 5003, 5001, 5002);
    assertThat(ports.use().get(0).used()).containsExactly(Map.entry(5003, A));
    assertThat(ports.use().get(0).foreign()).isEmpty();
  }

  @Test
  void withoutTheLedgerTheOperatingSystemDecides() {
    ports.agree(
        "host",
        (host, port, project, generation) -> {
          throw new KmException(Problem.UNAVAILABLE, "away");
        },
        List.of());
    foreign.add(5001);
    assertThat(reserve(A, NONE)).hasValue(5002);
  }

  @Test
  void onlyTheHolderGivesAPortBack() {
    reserve(A, NONE);
    ports.release(5001, B);
    assertThat(ports.holder(5001)).contains(A);
    assertThat(ports.claim(5001, B)).isFalse();
    assertThat(ports.claim(5001, A)).isTrue();
    ports.stolen(5001, A);
    assertThat(ports.holder(5001)).isEmpty();
    assertThat(ports.use().get(0).foreign()).containsExactly(5001);
  }
}
