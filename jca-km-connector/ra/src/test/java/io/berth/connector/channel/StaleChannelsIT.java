package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.KmExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The first requests after hours of silence, when not one of the parked channels lives any more.
 */
@Timeout(60)
class StaleChannelsIT {
  private static final int CALLERS = 8;

  @Test
  void theFirstRequestsAfterHoursAreAllServedOnNewChannels() throws Exception {
    CyclicBarrier together = new CyclicBarrier(CALLERS);
    CountDownLatch hours = new CountDownLatch(1);
    AtomicInteger connections = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> {
              boolean early = connections.incrementAndGet() <= CALLERS;
              if (early) {
                peer.head();
                together.await();
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                hours.await();
                return;
              }
              ScriptedServer.answering("ok").serve(peer);
            })) {
      OneProcess process = OneProcess.at(server.port());
      askTogether(threads, process);
      assertThat(process.pools.use(OneProcess.ALPHA).idle()).isEqualTo(CALLERS);
      hours.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 0);
      process.skip(Duration.ofHours(5));
      askTogether(threads, process);
      assertThat(process.suspected).as("the process is not blamed").hasValue(0);
      process.pools.closeAll();
      assertThat(process.open).hasValue(0);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void askTogether(ExecutorService threads, OneProcess process) throws Exception {
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      calls.add(
          () -> {
            try (KmExchange exchange = process.get("/")) {
              return new String(exchange.responseBody().readAllBytes());
            }
          });
    }
    for (Future<String> call : threads.invokeAll(calls)) {
      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("ok");
    }
  }
}
