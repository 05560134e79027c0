package io.berth.lifecycle.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingRoomTest {
  private static final HashCost CHEAP = new HashCost(64, 1);

  @Test
  void computesTwoAtATimeAndTellsWhoFindsNoChairToComeAgain() throws Exception {
    HashingRoom room = new HashingRoom(CHEAP, 2, 3, Duration.ofMinutes(1));
    CountDownLatch seated = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch told = new CountDownLatch(15);
    ExecutorService flood = Executors.newCachedThreadPool();
    try {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        callers.add(
            flood.submit(
                () -> {
                  try {
                    room.seated(
                        () -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          seated.countDown();
                          await(go);
                          return now.decrementAndGet();
                        });
                  } catch (KmException e) {
                    assertThat(e.problem()).isEqualTo(Problem.OVERLOADED);
                    assertThat(e.retryAfter()).isPresent();
                    refused.incrementAndGet();
                    told.countDown();
                  }
                }));
      }
      seated.await();
      told.await();
      go.countDown();
      for (Future<?> caller : callers) {
        caller.get();
      }
      assertThat(most).hasValue(2);
      assertThat(refused).hasValue(15);
      assertThat(room.hash("x").isOf("x")).as("afterwards all seats are free").isTrue();
    } finally {
      flood.shutdownNow();
    }
  }

  @Test
  void whoWaitsTooLongIsToldToComeAgain() throws Exception {
    HashingRoom room = new HashingRoom(CHEAP, 1, 1, Duration.ofMillis(1));
    KmException refused =
        room.seated(() -> catchThrowableOfType(KmException.class, () -> room.hash("x")));
    assertThat(refused.problem()).isEqualTo(Problem.OVERLOADED);
    assertThat(room.isOf(room.hash("x"), "x")).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
