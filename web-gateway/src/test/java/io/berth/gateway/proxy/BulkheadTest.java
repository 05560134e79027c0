package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private long now = 7;
  private final Bulkhead bulkhead =
      new Bulkhead(1, new WaitingRoom(2, 1, Duration.ofSeconds(5)), () -> now);

  @Test
  void passesPlacesOnInTheOrderOfWaiting() {
    assertThat(bulkhead.tryEnter()).isTrue();
    assertThat(bulkhead.tryEnter()).isFalse();
    CompletableFuture<Void> first = bulkhead.enter();
    CompletableFuture<Void> second = bulkhead.enter();
    bulkhead.leave();
    assertThat(first).isDone();
    assertThat(second).isNotDone();
    bulkhead.leave();
    assertThat(second).isDone();
    bulkhead.leave();
    assertThat(bulkhead.taken()).isZero();
  }

  @Test
  void knowsWhenItLastMoved() {
    assertThat(bulkhead.movedAt()).isEqualTo(7);
    now = 8;
    bulkhead.tryEnter();
    bulkhead.enter();
    assertThat(bulkhead.movedAt()).isEqualTo(7);
    bulkhead.leave();
    assertThat(bulkhead.movedAt()).isEqualTo(8);
  }

  @Test
  void refusesWhenTheWaitingRoomIsFull() {
    bulkhead.tryEnter();
    bulkhead.enter();
    bulkhead.enter();
    assertThat(bulkhead.enter()).isNull();
  }

  @Test
  void aWaiterThatGaveUpTakesNoPlace() {
    bulkhead.tryEnter();
    bulkhead.enter().cancel(false);
    CompletableFuture<Void> patient = bulkhead.enter();
    bulkhead.leave();
    assertThat(patient).isCompleted();
    bulkhead.leave();
    assertThat(bulkhead.taken()).isZero();
  }

  @Test
  void waitersThatGaveUpMakeRoom() {
    bulkhead.tryEnter();
    bulkhead.enter().cancel(false);
    bulkhead.enter().cancel(false);
    assertThat(bulkhead.enter()).isNotNull();
  }

  @Test
  void aQueueThatStandsStillTakesFewAndSendsTheOthersAway() {
    bulkhead.tryEnter();
    bulkhead.enter();
    assertThat(bulkhead.askAgainAfter()).isEqualTo(Duration.ofSeconds(1));
    now += QueuePace.WINDOW_NANOS;
    assertThat(bulkhead.enter()).isNull();
    assertThat(bulkhead.askAgainAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anEndedQueueSaysNothingOfTheNext() {
    bulkhead.tryEnter();
    bulkhead.enter();
    now += QueuePace.WINDOW_NANOS;
    bulkhead.leave();
    bulkhead.leave();
    bulkhead.tryEnter();
    bulkhead.enter();
    assertThat(bulkhead.enter()).isNotNull();
  }

  @Test
  void waitersThatGaveUpDoNotMakeAQueueFast() {
    Bulkhead roomy = new Bulkhead(1, new WaitingRoom(4, 1, Duration.ofSeconds(10)), () -> now);
    roomy.tryEnter();
    roomy.enter().cancel(false);
    CompletableFuture<Void> patient = roomy.enter();
    roomy.enter();
    now += QueuePace.WINDOW_NANOS;
    roomy.leave();
    assertThat(patient).isCompleted();
    assertThat(roomy.enter()).as("one place in ten seconds, and one waits for the next").isNull();
  }

  @Test
  void aQueueThatAllGaveUpStandsStillAllTheSame() {
    bulkhead.tryEnter();
    CompletableFuture<Void> tired = bulkhead.enter();
    now += QueuePace.WINDOW_NANOS;
    tired.cancel(false);
    assertThat(bulkhead.waiting()).isZero();
    assertThat(bulkhead.enter()).isNotNull();
    assertThat(bulkhead.enter()).as("a second one, while nothing moves").isNull();
  }
}
