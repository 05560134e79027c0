package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.Traffic;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlotActivityTest {
  private final AtomicLong nanos = new AtomicLong();
  private final SlotActivity activity = new SlotActivity(nanos::get);

  @Test
  void theGateClosesOnlyIfNothingHappenedSinceTheReading() {
    SlotActivity.Reading before = activity.read();
    assertThat(activity.tryBegin()).isTrue();
    activity.end();
    assertThat(activity.closeIfUnchanged(before)).as("a request came and went").isFalse();
    assertThat(activity.closeIfUnchanged(activity.read())).isTrue();
    assertThat(activity.tryBegin()).isFalse();
    assertThat(activity.drained()).isCompleted();
    assertThat(activity.read().requests()).isEqualTo(1);
  }

  @Test
  void theDrainIsOverWhenTheLastExchangeEnds() {
    activity.tryBegin();
    activity.tryBegin();
    activity.close();
    activity.end();
    assertThat(activity.drained()).isNotDone();
    assertThat(activity.read().inFlight()).isEqualTo(1);
    activity.end();
    assertThat(activity.drained()).isCompleted();
  }

  @Test
  void aTicketCountsOnceHoweverOftenItIsClosed() {
    activity.tryBegin();
    ExchangeTicket ticket = new ExchangeTicket(null, activity);
    ticket.streaming();
    ticket.streaming();
    assertThat(activity.read().openStreams()).isEqualTo(1);
    ticket.close();
    ticket.close();
    ticket.streaming();
    assertThat(activity.read().inFlight()).isZero();
    assertThat(activity.read().openStreams()).isZero();
  }

  @Test
  void anAnswerCountsOnceWithItsTime() {
    activity.tryBegin();
    ExchangeTicket ticket = new ExchangeTicket(null, activity);
    nanos.addAndGet(7_000_000);
    ticket.answered(false);
    ticket.answered(true);
    ticket.close();
    assertThat(activity.traffic(3)).isEqualTo(new Traffic(3, 1, 1, 7_000_000));
  }

  @Test
  void bytesCountAsActivity() {
    nanos.addAndGet(5_000_000);
    assertThat(activity.read().sinceLast().toMillis()).isEqualTo(5);
    activity.touch();
    assertThat(activity.read().sinceLast()).isZero();
  }

  @Test
  void underContentionNoExchangeIsAdmittedThatTheDrainDoesNotWaitFor() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch warm = new CountDownLatch(4);
    activity.drained().thenRun(() -> assertThat(running).hasValue(0));
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            warm.countDown();
            while (activity.tryBegin()) {
              admitted.incrementAndGet();
              running.incrementAndGet();
              running.decrementAndGet();
              activity.end();
            }
          });
    }
    warm.await();
    activity.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(activity.drained().get(30, TimeUnit.SECONDS)).isNull();
    assertThat(activity.read().requests()).isEqualTo(admitted.get());
    assertThat(activity.read().inFlight()).isZero();
  }
}
