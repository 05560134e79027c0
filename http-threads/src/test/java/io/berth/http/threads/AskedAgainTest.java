package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Grizzly whose one thread gives every line back, as the strategy has it. */
@Timeout(60)
class AskedAgainTest {
  private final HttpThreads pool = new HttpThreads(1, 1, 100);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<Socket> clients = new ArrayList<>();
  private TCPNIOTransport transport;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    FilterChainBuilder chain = FilterChainBuilder.stateless();
    transport = TCPNIOTransportBuilder.newInstance().build();
    transport.setIOStrategy(AskedAgain.getInstance());
    transport.setWorkerThreadPool(pool);
    transport.setProcessor(chain.add(new TransportFilter()).add(new Echo()).build());
    transport.getConnectionMonitoringConfig().addProbes(new Enabled());
    TCPNIOServerConnection server =
        transport.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    transport.start();
  }

  @AfterEach
  void over() throws Exception {
    go.countDown();
    for (Socket client : clients) {
      client.close();
    }
    transport.shutdownNow();
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whileOthersWaitAConnectionIsServedAgainWithoutTheSelector() throws Exception {
    Socket first = connected();
    Socket second = connected();
    theFirstIsServedAndTheSecondWaits(first, second);
    send(first, "a2");
    told.clear();
    go.countDown();
    assertThat(answer(first, 6)).isEqualTo("holda2");
    assertThat(answer(second, 1)).isEqualTo("b");
    assertThat(List.copyOf(told).subList(0, 2))
        .as("in turn, and straight away")
        .containsExactly("b", "a2");
  }

  @Test
  void whoHasNothingMoreToSayGoesBackToTheSelectorAndIsHeardAgain() throws Exception {
    Socket first = connected();
    Socket second = connected();
    theFirstIsServedAndTheSecondWaits(first, second);
    go.countDown();
    assertThat(answer(first, 4)).isEqualTo("hold");
    assertThat(answer(second, 1)).isEqualTo("b");
    eventually("selector " + first.getLocalPort());
    eventually("selector " + second.getLocalPort());
    send(first, "later");
    assertThat(answer(first, 5)).isEqualTo("later");
  }

  @Test
  void whoLeavesBeforeItsTurnIsClosed() throws Exception {
    Socket first = connected();
    Socket second = connected();
    theFirstIsServedAndTheSecondWaits(first, second);
    first.close();
    go.countDown();
    assertThat(answer(second, 1)).isEqualTo("b");
    eventually("closed " + first.getLocalPort());
  }

  @Test
  void whatGoesOnElsewhereIsHeardByTheSelectorMeanwhile() throws Exception {
    go.countDown();
    Socket client = connected();
    send(client, "fork");
    assertThat(answer(client, 4)).isEqualTo("fork");
    send(client, "more");
    assertThat(answer(client, 4)).isEqualTo("more");
  }

  private void theFirstIsServedAndTheSecondWaits(Socket first, Socket second) throws IOException {
    send(first, "hold");
    eventually("served hold");
    send(second, "b");
    await().atMost(Duration.ofSeconds(30)).until(() -> pool.getQueue().size() == 1);
  }

  private Socket connected() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(30_000);
    clients.add(client);
    return client;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String answer(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  private void eventually(String what) {
    await().atMost(Duration.ofSeconds(30)).until(() -> told.contains(what));
  }

  /** Gives back what came; "hold" waits for the test, "fork" is answered by another context. */
  private final class Echo extends BaseFilter {
    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
      Buffer message = context.getMessage();
      String text = message.toStringContent(StandardCharsets.US_ASCII);
      if (text.equals("hold")) {
        told.add("served hold");
        hold();
      } else {
        told.add(text);
      }
      NextAction next = text.equals("fork") ? context.getForkAction() : context.getStopAction();
      context.write(context.getAddress(), message, null);
      return next;
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
      told.add("closed " + portOf(context.getConnection()));
      return context.getStopAction();
    }

    private void hold() {
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int portOf(Connection<?> connection) {
    return ((InetSocketAddress) connection.getPeerAddress()).getPort();
  }

  /** Notes that the selector listens to a connection again. */
  private final class Enabled extends ConnectionProbe.Adapter {
    @Override
    public void onIOEventEnableEvent(Connection connection, IOEvent event) {
      if (event == IOEvent.READ) {
        told.add("selector " + portOf(connection));
      }
    }
  }
}
