package io.berth.connector.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EventDispatcherTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  private final List<Long> delivered = new CopyOnWriteArrayList<>();

  @Test
  void anEventThatFailsComesAgainBeforeTheNextOne() {
    AtomicInteger failures = new AtomicInteger(3);
    try (EventDispatcher dispatcher =
        dispatcher(
            event -> {
              if (event.sequence() == 1 && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
              }
              delivered.add(event.sequence());
            },
            10)) {
      dispatcher.post(event(1));
      dispatcher.post(event(2));
      Awaitility.await().untilAsserted(() -> assertThat(delivered).containsExactly(1L, 2L));
      assertThat(dispatcher.lost()).isZero();
    }
  }

  @Test
  void anEventIsGivenUpAfterABoundedNumberOfAttempts() {
    AtomicInteger attempts = new AtomicInteger();
    try (EventDispatcher dispatcher =
        dispatcher(
            event -> {
              attempts.incrementAndGet();
              throw new IllegalStateException("never");
            },
            10)) {
      dispatcher.post(event(1));
      Awaitility.await().until(() -> dispatcher.lost() == 1);
      assertThat(attempts).hasValue(5);
    }
  }

  @Test
  void anEventThatCannotBeWrittenDownYetComesAgainHoweverLongTheOutageLasts() {
    AtomicInteger failures = new AtomicInteger(20);
    try (EventDispatcher dispatcher =
        dispatcher(
            event -> {
              if (failures.getAndDecrement() > 0) {
                throw new KmException(Problem.UNAVAILABLE, "the database is away");
              }
              delivered.add(event.sequence());
            },
            10)) {
      dispatcher.post(event(1));
      dispatcher.post(event(2));
      Awaitility.await().untilAsserted(() -> assertThat(delivered).containsExactly(1L, 2L));
      assertThat(dispatcher.lost()).isZero();
    }
  }

  @Test
  void aFullQueueLosesTheNewestLoudlyAndBlocksNobody() {
    CountDownLatch gate = new CountDownLatch(1);
    try (EventDispatcher dispatcher =
        dispatcher(
            event -> {
              awaitQuietly(gate);
              delivered.add(event.sequence());
            },
            2)) {
      for (long i = 1; i <= 5; i++) {
        dispatcher.post(event(i));
      }
      assertThat(dispatcher.lost()).isEqualTo(2);
      gate.countDown();
      Awaitility.await().untilAsserted(() -> assertThat(delivered).containsExactly(1L, 2L, 3L));
    }
  }

  @Test
  void pausesGrowUpToTheMost() {
    var redelivery =
        new EventDispatcher.Redelivery(100, Duration.ofMillis(100), Duration.ofSeconds(1));
    assertThat(redelivery.pauseAfter(1)).hasMillis(100);
    assertThat(redelivery.pauseAfter(3)).hasMillis(400);
    assertThat(redelivery.pauseAfter(90)).hasMillis(1000);
  }

  private static EventDispatcher dispatcher(ProcessEventListener listener, int capacity) {
    return new EventDispatcher(
        listener,
        new EventDispatcher.Redelivery(5, Duration.ofMillis(1), Duration.ofMillis(4)),
        capacity,
        Executors.defaultThreadFactory());
  }

  private static ProcessEvent event(long sequence) {
    return new ProcessEvent(
        sequence,
        ProcessEvent.Kind.READY,
        ALPHA,
        1,
        Instant.EPOCH,
        "",
        Optional.empty(),
        ProcessSnapshot.absent(ALPHA));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
