package io.berth.lifecycle.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadyListenerTest {
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private Thread thread(Runnable work) {
    return Executors.defaultThreadFactory()
        .newThread(
            () -> {
              work.run();
              over.countDown();
            });
  }

  private ReadyListener listener(ReadyListener.Ears ears) {
    return new ReadyListener(ears, this::thread, calls::add, () -> calls.add("missed"));
  }

  private String next() throws InterruptedException {
    return calls.poll(20, TimeUnit.SECONDS);
  }

  private boolean ended() throws InterruptedException {
    return over.await(20, TimeUnit.SECONDS);
  }

  /** Hears the words one after the other, and then that the connection is lost. */
  private static ReadyListener.Ear hearing(String... words) {
    return new ReadyListener.Ear() {
      private int heard;

      @Override
      public Iterable<String> await(Duration patience) throws SQLException {
        if (heard == words.length) {
          throw new SQLException("lost");
        }
        return List.of(words[heard++]);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void whatIsHeardIsToldAndEachNewConnectionMakesGoodWhatWasMissed() throws Exception {
    try (ReadyListener listener = listener(() -> hearing("alpha", "beta"))) {
      listener.start();
      assertThat(List.of(next(), next(), next(), next(), next()))
          .containsExactly("missed", "alpha", "beta", "missed", "alpha");
    }
    assertThat(ended()).isTrue();
  }

  @Test
  void aListenerThatCannotConnectTriesAgainAndEndsWhenItIsClosed() throws Exception {
    ReadyListener listener =
        listener(
            () -> {
              calls.add("tried");
              throw new SQLException("nobody there");
            });
    listener.start();
    assertThat(next()).isEqualTo("tried");
    assertThat(next()).isEqualTo("tried");
    listener.close();
    assertThat(ended()).isTrue();
  }

  @Test
  void closingWakesWhoIsBlockedInTheConnection() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    ReadyListener listener =
        listener(
            () ->
                new ReadyListener.Ear() {
                  @Override
                  public Iterable<String> await(Duration patience) throws SQLException {
                    calls.add("waits");
                    try {
                      closed.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    throw new SQLException("closed");
                  }

                  @Override
                  public void close() {
                    closed.countDown();
                  }
                });
    listener.start();
    assertThat(next()).isEqualTo("missed");
    assertThat(next()).isEqualTo("waits");
    listener.close();
    assertThat(ended()).isTrue();
  }

  @Test
  void pausesGrowUpToTenSecondsAndBeginAnew() {
    Pauses pauses = new Pauses();
    assertThat(pauses.next()).isEqualTo(Duration.ofMillis(200));
    assertThat(pauses.next()).isEqualTo(Duration.ofMillis(400));
    for (int i = 0; i < 20; i++) {
      pauses.next();
    }
    assertThat(pauses.next()).isEqualTo(Duration.ofSeconds(10));
    pauses.reset();
    assertThat(pauses.next()).isEqualTo(Duration.ofMillis(200));
  }
}
