package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prints what the channels carry on this machine; asserts only that every answer came. A figure and
 * no test: run by hand, with {@code -Dit.test=ThroughputRun}.
 */
@Timeout(60)
class ThroughputRun {
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 77\r\n\r\n"
              + "x".repeat(77))
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @Test
  void carriesRequestsOnOneThreadAndOnThirtyTwo() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ThroughputRun::answerFast)) {
      OneProcess process = new OneProcess(32, java.time.Duration.ofSeconds(10));
      process.ready(1, server.port(), true);
      measure(process, 1, 5_000);
      System.out.printf("FIGURE channels, 1 thread: %,d requests/s%n", measure(process, 1, 20_000));
      System.out.printf(
          "FIGURE channels, 32 threads: %,d requests/s%n", measure(process, 32, 2_000));
      process.pools.closeAll();
    }
  }

  private static long measure(OneProcess process, int threads, int each) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    Callable<Integer> caller = () -> answers(process, each);
    long start = System.nanoTime();
    List<Callable<Integer>> calls = new ArrayList<>(java.util.Collections.nCopies(threads, caller));
    int answered = 0;
    for (Future<Integer> call : callers.invokeAll(calls)) {
      answered += call.get();
    }
    long nanos = System.nanoTime() - start;
    callers.shutdown();
    assertThat(answered).isEqualTo(threads * each);
    return answered * 1_000_000_000L / nanos;
  }

  private static int answers(OneProcess process, int count) throws Exception {
    int answered = 0;
    byte[] block = new byte[1024];
    for (int i = 0; i < count; i++) {
      try (KmExchange exchange = process.get("/")) {
        answered += exchange.responseBody().readNBytes(block, 0, 77) == 77 ? 1 : 0;
      }
    }
    return answered;
  }

  /** Reads heads without a copy: the server must not be what is measured. */
  private static void answerFast(ScriptedServer.Peer peer) throws Exception {
    byte[] block = new byte[4096];
    for (int n = peer.in.read(block); n >= 0; n = peer.in.read(block)) {
      if (n >= 4 && block[n - 1] == '\n' && block[n - 3] == '\n') {
        peer.out.write(ANSWER);
      }
    }
  }
}
