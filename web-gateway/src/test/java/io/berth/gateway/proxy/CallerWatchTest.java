package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerWatchTest {
  private final CallerWatch watch = new CallerWatch();

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void anEndIsNoticedInOrderOrNot() throws Exception {
    CountDownLatch gone = new CountDownLatch(3);
    try (Line closed = new Line();
        Line reset = new Line();
        Line torn = new Line()) {
      watch.begin(closed.server, gone::countDown);
      watch.begin(reset.server, gone::countDown);
      watch.begin(torn.server, gone::countDown);
      closed.client.close();
      reset.client.setOption(StandardSocketOptions.SO_LINGER, 0);
      reset.client.close();
      torn.server.close();
      assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoSendsTheNextRequestEarlyIsStillThereAndNothingOfItIsRead() throws Exception {
    CountDownLatch early = new CountDownLatch(1);
    CountDownLatch later = new CountDownLatch(1);
    try (Line line = new Line();
        Line other = new Line()) {
      watch.begin(line.server, early::countDown);
      line.client.write(ByteBuffer.wrap("GET".getBytes(US_ASCII)));
      watch.begin(other.server, later::countDown);
      other.client.close();
      assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(early.getCount()).isEqualTo(1);
      assertThat(line.server.read(ByteBuffer.allocate(8))).isEqualTo(3);
    }
  }

  @Test
  void anEndAfterTheWatchIsNobodysMatterAndTheSocketIsReallyClosed() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Line line = new Line()) {
      CallerWatch.Watched watched = watch.begin(line.server, gone::countDown);
      watched.close();
      line.server.close();
      assertThat(line.client.read(ByteBuffer.allocate(8))).isEqualTo(-1);
      assertThat(gone.getCount()).isEqualTo(1);
    }
  }
}
