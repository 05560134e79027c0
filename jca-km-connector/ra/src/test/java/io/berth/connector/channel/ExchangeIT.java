package io.berth.connector.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeIT {
  private ScriptedServer server;
  private OneProcess process;

  /**
   * why not the common pool: on two cores it has one thread, and these callers block each other.
   */
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void nothingIsLeft() throws Exception {
    callers.shutdownNow();
    process.pools.closeAll();
    server.close();
    assertThat(process.open).hasValue(0);
  }

  @Test
  void passesAnAnswerWithoutItsHopByHopHeaders() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.send(
              "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\n"
                  + "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                  + "Set-Cookie: a\r\nSet-Cookie: b\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n"
                  + "Checksum: 9a\r\nContent-Length: 7\r\n\r\n");
          peer.head();
        });
    try (KmExchange exchange = process.get("/x")) {
      KmResponseHead head = exchange.responseHead();
      assertThat(head.status()).isEqualTo(201);
      assertThat(head.bodyLength()).isEqualTo(-1);
      assertThat(head.generation()).isEqualTo(1);
      assertThat(head.headers())
          .containsExactly(new KmHeader("Set-Cookie", "a"), new KmHeader("Set-Cookie", "b"));
      assertThat(exchange.responseTrailers()).as("before the end").isEmpty();
      assertThat(exchange.responseBody().readAllBytes()).isEqualTo("abcde".getBytes(UTF_8));
      assertThat(exchange.responseTrailers()).containsExactly(new KmHeader("Checksum", "9a"));
    }
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).isEqualTo(1);
  }

  @Test
  void anEventStreamIsWholeWhateverCameWithItsHead() throws Exception {
    String early = "data: " + "e".repeat(3_000) + "\n\n";
    String late = "data: " + "l".repeat(3_000) + "\n\n";
    serve(
        peer -> {
          for (String head = peer.head(); head != null; head = peer.head()) {
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(early.length())
                    + "\r\n"
                    + early);
            peer.send(
                "\r\n" + Integer.toHexString(late.length()) + "\r\n" + late + "\r\n0\r\n\r\n");
          }
        });
    try (KmExchange exchange = process.get("/kept")) {
      assertThat(exchange.responseHead().status()).isEqualTo(200);
      assertThat(exchange.responseBody().readAllBytes()).isEqualTo((early + late).getBytes(UTF_8));
    }
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).as("after a short one").isEqualTo(1);
    try (KmExchange exchange = process.get("/detached")) {
      assertThat(exchange.awaitResponse(Duration.ofSeconds(30))).isTrue();
      exchange.detach();
      exchange.responseHead();
      assertThat(exchange.responseBody().readAllBytes()).isEqualTo((early + late).getBytes(UTF_8));
    }
  }

  @Test
  void knowsAnswersWithoutABody() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
          peer.head();
          peer.send("HTTP/1.1 204 No Content\r\n\r\n");
          peer.head();
          peer.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
          peer.head();
        });
    for (String method : List.of("HEAD", "GET", "GET")) {
      try (KmExchange exchange =
          process.exchanges.begin(OneProcess.ALPHA, OneProcess.head(method, "/", 0))) {
        assertThat(exchange.responseHead().bodyLength()).isZero();
        assertThat(exchange.responseBody().read()).isEqualTo(-1);
      }
    }
    assertThat(server.heads()).hasSize(3);
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).isEqualTo(1);
  }

  @Test
  void streamsHundredMegabytesBothWaysAtOnce() throws Exception {
    long size = 100L << 20;
    serve(
        peer -> {
          String head = peer.head();
          CompletableFuture<Long> read =
              CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      return peer.body(head);
                    } catch (IOException e) {
                      return -1L;
                    }
                  },
                  callers);
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          byte[] block = new byte[1 << 16];
          for (long sent = 0; sent < size; sent += block.length) {
            peer.out.write(block);
          }
          read.join();
          peer.head();
        });
    long before = usedMemory();
    try (KmExchange exchange =
        process.exchanges.begin(OneProcess.ALPHA, OneProcess.head("POST", "/", -1))) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> write(exchange.requestBody(), size), callers);
      long received = 0;
      byte[] block = new byte[1 << 16];
      for (int n; (n = exchange.responseBody().read(block)) >= 0; ) {
        received += n;
      }
      writing.join();
      assertThat(received).isEqualTo(size);
    }
    assertThat(usedMemory() - before).isLessThan(32L << 20);
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).isEqualTo(1);
  }

  @Test
  void waitsForASlowAnswerWithoutLosingIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 102 Processing\r\n\r\n");
          asked.await();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          peer.head();
        });
    try (KmExchange exchange = process.get("/slow")) {
      assertThat(exchange.awaitResponse(Duration.ofMillis(50))).isFalse();
      assertThat(exchange.awaitResponse(Duration.ZERO)).isFalse();
      asked.countDown();
      assertThat(exchange.awaitResponse(Duration.ofSeconds(10))).isTrue();
      assertThat(exchange.responseBody().readAllBytes()).hasSize(2);
    }
  }

  @Test
  void keepsAnEarlyAnswerReadableAndTheChannelOutOfThePool() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
          peer.in.readAllBytes();
        });
    try (KmExchange exchange =
        process.exchanges.begin(OneProcess.ALPHA, OneProcess.head("POST", "/", 1 << 20))) {
      exchange.requestBody().write(new byte[100]);
      exchange.requestBody().flush();
      assertThat(exchange.responseHead().status()).isEqualTo(413);
      assertThat(exchange.responseBody().readAllBytes()).hasSize(3);
    }
    assertThat(process.pools.use(OneProcess.ALPHA).idle()).isZero();
  }

  @Test
  void saysOutcomeUnknownWhenTheKmGoesBeforeItAnswers() throws Exception {
    serve(ScriptedServer.Peer::head);
    try (KmExchange exchange = process.get("/")) {
      assertProblem(exchange::responseHead, Problem.OUTCOME_UNKNOWN);
      assertThat(exchange.mayHaveHadEffect()).isTrue();
    }
  }

  @Test
  void tellsHowItWasAnsweredUnlessTheCallerGaveUp() throws Exception {
    serve(ScriptedServer.answering("well"));
    try (KmExchange exchange = process.get("/")) {
      exchange.responseHead();
      exchange.responseHead();
    }
    assertThat(process.answers).containsExactly(true);
    server.close();
    serve(peer -> peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
    try (KmExchange exchange = process.get("/")) {
      exchange.responseHead();
    }
    assertThat(process.answers).containsExactly(false);
    server.close();
    serve(ScriptedServer.Peer::head);
    try (KmExchange exchange = process.get("/")) {
      assertProblem(exchange::responseHead, Problem.OUTCOME_UNKNOWN);
    }
    assertThat(process.answers).containsExactly(false);
    server.close();
    serve(peer -> peer.head());
    try (KmExchange exchange = process.get("/")) {
      exchange.cancel();
      assertProblem(exchange::responseHead, Problem.OUTCOME_UNKNOWN);
    }
    assertThat(process.answers).isEmpty();
  }

  @Test
  void doesNotListenForEverToInterimResponses() throws Exception {
    serve(
        peer -> {
          peer.head();
          while (true) {
            peer.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
          }
        });
    try (KmExchange exchange = process.get("/")) {
      assertProblem(exchange::responseHead, Problem.BAD_UPSTREAM);
    }
  }

  @Test
  void saysBadUpstreamToGarbageAndToAnEndlessHead() throws Exception {
    serve(
        peer -> {
          boolean endless = peer.head().startsWith("GET /endless");
          peer.send(endless ? "HTTP/1.1 200 OK\r\n" : "SSH-2.0-OpenSSH_9.2\r\n".repeat(20));
          while (endless) {
            peer.send("X-More: " + "m".repeat(1000) + "\r\n");
          }
        });
    for (String path : List.of("/ssh", "/endless")) {
      try (KmExchange exchange = process.get(path)) {
        assertProblem(exchange::responseHead, Problem.BAD_UPSTREAM);
      }
    }
  }

  @Test
  void failsTheBodyThatBreaksOff() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        });
    try (KmExchange exchange = process.get("/")) {
      assertThat(exchange.responseHead().bodyLength()).isEqualTo(10);
      assertThatThrownBy(() -> exchange.responseBody().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(KmException.class);
    }
  }

  @Test
  void doesNotEndABodyThatIsShorterThanAnnounced() throws Exception {
    CompletableFuture<Boolean> whole = new CompletableFuture<>();
    serve(
        peer -> {
          String head = peer.head();
          try {
            peer.body(head);
            whole.complete(true);
          } catch (IOException e) {
            whole.complete(false);
          }
        });
    try (KmExchange exchange =
        process.exchanges.begin(OneProcess.ALPHA, OneProcess.head("POST", "/", 10))) {
      exchange.requestBody().write(new byte[4]);
      assertThatThrownBy(() -> exchange.requestBody().write(new byte[7]))
          .hasMessageContaining("10");
      assertThatThrownBy(() -> exchange.requestBody().close()).hasMessageContaining("4 of 10");
    }
    assertThat(whole.get()).isFalse();
  }

  @Test
  void cancelFailsAReaderThatIsBlocked() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.head();
        });
    try (KmExchange exchange = process.get("/")) {
      CompletableFuture<KmResponseHead> reading =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return exchange.responseHead();
                } catch (KmException e) {
                  throw new IllegalStateException(e);
                }
              },
              callers);
      assertThat(exchange.awaitResponse(Duration.ofMillis(50))).isFalse();
      exchange.cancel();
      assertThatThrownBy(reading::join).hasRootCauseInstanceOf(KmException.class);
    }
    assertThat(process.pools.use(OneProcess.ALPHA).leased()).isZero();
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    serve(peer -> {});
    // why no listener that was closed: a child that is started meanwhile holds on to it
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress("127.0.0.1", 0));
      process.ready(2, silent.getLocalPort(), false);
      assertProblem(() -> process.get("/"), Problem.BAD_UPSTREAM);
      assertThat(process.suspected).hasValue(1);
    }
  }

  private void serve(ScriptedServer.Script script) throws IOException {
    server = new ScriptedServer(script);
    process = OneProcess.at(server.port());
  }

  private static void write(OutputStream body, long size) {
    try {
      byte[] block = new byte[1 << 16];
      for (long sent = 0; sent < size; sent += block.length) {
        body.write(block);
      }
      body.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertProblem(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Problem problem) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(KmException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
