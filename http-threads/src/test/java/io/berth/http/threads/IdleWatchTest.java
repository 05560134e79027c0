package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.utils.DelayedExecutor;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Grizzly with both of the watches, as in Payara's listener. */
@Timeout(90)
class IdleWatchTest {
  private static final byte[] ASK =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final List<WeakReference<Connection<?>>> accepted = new CopyOnWriteArrayList<>();
  private final TCPNIOTransport transport = TCPNIOTransportBuilder.newInstance().build();
  private final ExecutorService expirer = Executors.newSingleThreadExecutor();
  private final DelayedExecutor watch = new DelayedExecutor(expirer);
  private int port;

  @AfterEach
  void over() throws Exception {
    transport.shutdownNow();
    watch.stop();
    watch.destroy();
    expirer.shutdown();
    assertThat(expirer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClosedConnectionIsForgottenLongBeforeItsIdleTimeIsOver() throws Exception {
    listen(3600);
    for (int i = 0; i < 50; i++) {
      try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
        ask(caller);
      }
    }
    assertThat(accepted).hasSize(50);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(accepted)
                  .as("some are kept with what is used again")
                  .filteredOn(a -> a.get() != null)
                  .hasSizeLessThan(10);
            });
  }

  @Test
  void anIdleConnectionIsClosedAllTheSame() throws Exception {
    listen(1);
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      ask(caller);
      ask(caller);
      assertThat(caller.getInputStream().read()).as("its end").isEqualTo(-1);
    }
  }

  /** Both watches are told the same, as Payara tells them. */
  private void listen(int idleSeconds) throws IOException {
    KeepAlive keepAlive = new KeepAlive();
    keepAlive.setIdleTimeoutInSeconds(idleSeconds);
    FilterChainBuilder chain = FilterChainBuilder.stateless();
    chain.add(new TransportFilter());
    chain.add(new IdleTimeoutFilter(watch, idleSeconds, TimeUnit.SECONDS));
    chain.add(new HttpServerFilter(true, 8192, keepAlive, watch));
    transport.setProcessor(chain.add(new Empty()).build());
    transport.setIOStrategy(AskedAgain.getInstance());
    transport.getConnectionMonitoringConfig().addProbes(new Accepted());
    TCPNIOServerConnection server =
        transport.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    watch.start();
    transport.start();
  }

  private static void ask(Socket caller) throws IOException {
    caller.getOutputStream().write(ASK);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = caller.getInputStream().read();
      assertThat(next).as("after " + answer).isNotNegative();
      answer.append((char) next);
    }
    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  private static final class Empty extends BaseFilter {
    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
      HttpContent asked = context.getMessage();
      HttpResponsePacket answer = ((HttpRequestPacket) asked.getHttpHeader()).getResponse();
      answer.setStatus(200);
      answer.setContentLength(0);
      context.write(answer.httpContentBuilder().last(true).build());
      context.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
      return context.getStopAction();
    }
  }

  private final class Accepted extends ConnectionProbe.Adapter {
    @Override
    public void onAcceptEvent(Connection serverConnection, Connection connection) {
      accepted.add(new WeakReference<>(connection));
    }
  }
}
