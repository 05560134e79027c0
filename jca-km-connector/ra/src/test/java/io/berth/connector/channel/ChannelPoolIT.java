package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChannelPoolIT {
  private final AtomicInteger connections = new AtomicInteger();
  private ScriptedServer server;
  private OneProcess process;

  @AfterEach
  void nothingIsLeft() throws Exception {
    process.pools.closeAll();
    assertThat(process.open).hasValue(0);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.openConnections() == 0);
    server.close();
  }

  @Test
  void usesOneChannelForOneCallerAfterAnother() throws Exception {
    serve(ScriptedServer.answering("ok"));
    for (int i = 0; i < 50; i++) {
      assertThat(ask()).isEqualTo("ok");
    }
    assertThat(connections).hasValue(1);
    assertThat(use()).isEqualTo(new ChannelUse(0, 1));
  }

  @Test
  void neverParksAChannelWhoseAnswerWasNotReadToItsEnd() throws Exception {
    serve(ScriptedServer.answering("long enough"));
    try (KmExchange exchange = process.get("/")) {
      exchange.responseBody().read();
    }
    assertThat(use()).isEqualTo(new ChannelUse(0, 0));
    assertThat(ask()).isEqualTo("long enough");
    assertThat(connections).hasValue(2);
  }

  @Test
  void neverUsesAChannelOnWhichMoreCameThanWasAsked() throws Exception {
    CountDownLatch parked = new CountDownLatch(1);
    CountDownLatch poisoned = new CountDownLatch(1);
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          parked.await();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
          poisoned.countDown();
          ScriptedServer.answering("x").serve(peer);
        });
    assertThat(ask()).isEqualTo("ok");
    assertThat(use().idle()).isEqualTo(1);
    parked.countDown();
    poisoned.await();
    assertThat(ask()).isEqualTo("ok");
    assertThat(connections).hasValue(2);
  }

  @Test
  void noticesBeforeUseThatTheKmClosedAParkedChannel() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    serve(
        peer -> {
          peer.head();
          // why first: the caller goes on as soon as it has its answer
          answered.incrementAndGet();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
    assertThat(ask()).isEqualTo("ok");
    await().atMost(Duration.ofSeconds(20)).until(() -> server.openConnections() == 0);
    process.skip(Duration.ofSeconds(2));
    assertThat(ask()).isEqualTo("ok");
    assertThat(answered).hasValue(2);
  }

  @Test
  void doesNotParkWhenTheKmSaysClose() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall until the end");
        });
    assertThat(ask()).isEqualTo("all until the end");
    assertThat(use()).isEqualTo(new ChannelUse(0, 0));
  }

  @Test
  void closesWhatWasIdleTooLong() throws Exception {
    serve(ScriptedServer.answering("ok"));
    ask();
    process.pools.evictIdle();
    assertThat(use().idle()).isEqualTo(1);
    process.skip(Duration.ofSeconds(61));
    process.pools.evictIdle();
    assertThat(use().idle()).isZero();
    await().atMost(Duration.ofSeconds(20)).until(() -> server.openConnections() == 0);
  }

  @Test
  void neverUsesAChannelOfAnOlderGeneration() throws Exception {
    serve(ScriptedServer.answering("old"));
    ask();
    process.ended();
    assertThatThrownBy(this::ask).isInstanceOf(KmException.class);
    try (ScriptedServer next = new ScriptedServer(ScriptedServer.answering("new"))) {
      process.ready(2, next.port(), true);
      assertThat(ask()).isEqualTo("new");
      process.pools.closed(OneProcess.ALPHA, 1);
      assertThat(ask()).isEqualTo("new");
      process.pools.closeAll();
    }
    assertThat(connections).hasValue(1);
  }

  @Test
  void theEndOfAGenerationBreaksOffWhatIsUnderWay() throws Exception {
    serve(
        peer -> {
          peer.head();
          peer.head();
        });
    KmExchange exchange = process.get("/");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> reading = threads.submit(exchange::responseHead);
    process.ended();
    assertThatThrownBy(() -> reading.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(KmException.class);
    exchange.close();
    threads.shutdown();
  }

  @Test
  void boundsTwoHundredCallersByTheNumberOfChannels() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    // why: nobody is answered before all places are taken, so that there is a crowd on any machine
    CountDownLatch full = new CountDownLatch(16);
    serve(
        Duration.ofSeconds(50),
        peer -> {
          for (String head = peer.head(); head != null; head = peer.head()) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            full.countDown();
            full.await();
            now.decrementAndGet();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          }
        });
    ExecutorService threads = Executors.newFixedThreadPool(200);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(this::ask);
    }
    for (Future<String> call : threads.invokeAll(calls)) {
      assertThat(call.get()).isEqualTo("ok");
    }
    threads.shutdown();
    assertThat(most).hasValue(16);
    assertThat(connections).hasValue(16);
    assertThat(use().leased()).isZero();
  }

  @Test
  void saysOverloadedWhenNoChannelGetsFreeInTime() throws Exception {
    server = new ScriptedServer(ScriptedServer.answering("ok"));
    process = new OneProcess(1, Duration.ofMillis(50));
    process.ready(1, server.port(), true);
    KmExchange first = process.get("/");
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.OVERLOADED));
    first.detach();
    assertThat(ask()).isEqualTo("ok");
    assertThat(process.streams).as("not answered yet: it is work, no stream").hasValue(0);
    first.responseHead();
    assertThat(process.streams).hasValue(1);
    first.close();
    first.cancel();
    assertThat(ask()).isEqualTo("ok");
  }

  @Test
  void aLateCancelDoesNotTouchTheNextExchange() throws Exception {
    serve(ScriptedServer.answering("ok"));
    KmExchange first = process.get("/");
    first.responseBody().readAllBytes();
    first.close();
    try (KmExchange second = process.get("/")) {
      first.cancel();
      first.close();
      assertThat(second.responseBody().readAllBytes()).hasSize(2);
    }
    assertThat(connections).hasValue(1);
    assertThatThrownBy(() -> first.responseBody().read()).isInstanceOf(IOException.class);
  }

  private void serve(ScriptedServer.Script script) throws IOException {
    serve(Duration.ofSeconds(10), script);
  }

  private void serve(Duration patience, ScriptedServer.Script script) throws IOException {
    server =
        new ScriptedServer(
            peer -> {
              connections.incrementAndGet();
              script.serve(peer);
            });
    process = new OneProcess(16, patience);
    process.ready(1, server.port(), true);
  }

  private String ask() throws Exception {
    try (KmExchange exchange = process.get("/")) {
      return new String(exchange.responseBody().readAllBytes());
    }
  }

  private ChannelUse use() {
    return process.pools.use(OneProcess.ALPHA);
  }
}
