package io.berth.km.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import io.berth.km.lease.Lease;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers of any kind see of the listener, byte for byte, on real sockets. */
class HttpListenerIT {
  private static final String SECRET = "0123456789abcdef";
  private static final String HEAD = "Host: localhost\r\nBerth-Secret: " + SECRET + "\r\n";

  private final Traffic traffic = new Traffic();
  private HttpListener listener;

  @BeforeEach
  void open() throws IOException {
    listener = HttpListener.bind(0, 12, 3);
    listener.serve(
        new Door(
            new Gatekeeper(Secret.of(SECRET)),
            new Lease(Duration.ofMinutes(1), System::nanoTime),
            traffic,
            (path, status, took) -> {},
            Map.of("/echo", request -> Reply.bytes(200, "text/plain", request.body())),
            new BodyReader(System::nanoTime),
            System::nanoTime));
  }

  @AfterEach
  void close() {
    assertThat(listener.close(traffic, 1_000)).isTrue();
    // why awaited: a child that is started meanwhile has all sockets until its program begins
    Awaitility.await().until(this::isRefused);
  }

  private boolean isRefused() throws IOException {
    try {
      connect().close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return head + "<end>";
      }
      head.append((char) c);
    }
    return head.toString();
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws IOException {
    try (Socket socket = connect()) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < 300; i++) {
        send(socket, "POST /echo?i=1 HTTP/1.1\r\n" + HEAD + "Content-Length: 3\r\n\r\nabc");
        assertThat(head(in))
            .startsWith("HTTP/1.1 200")
            .contains("Content-Length: 3", "Date: ")
            .doesNotContain("Connection: close");
        assertThat(in.readNBytes(3)).asString().isEqualTo("abc");
      }
      send(socket, "HEAD /other HTTP/1.1\r\n" + HEAD + "\r\n");
      assertThat(head(in)).startsWith("HTTP/1.1 404").contains("Content-Length: ");
      send(
          socket,
          "POST /echo HTTP/1.1\r\n"
              + HEAD
              + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
      assertThat(head(in)).startsWith("HTTP/1.1 200");
      assertThat(in.readNBytes(2)).asString().isEqualTo("hi");
      send(socket, "GET /echo HTTP/1.1\r\n" + HEAD + "Connection: close\r\n\r\n");
      assertThat(head(in)).startsWith("HTTP/1.1 200");
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void whoAsksBeforeHeSendsIsToldToGoOnOrSpared() throws IOException {
    String expecting = "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n";
    try (Socket socket = connect()) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      send(socket, expecting + HEAD + "\r\n");
      assertThat(head(in)).startsWith("HTTP/1.1 100");
      send(socket, "abc");
      assertThat(head(in)).startsWith("HTTP/1.1 200");
    }
    try (Socket socket = connect()) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      send(socket, expecting + "Host: localhost\r\n\r\n");
      assertThat(head(in)).startsWith("HTTP/1.1 401").containsIgnoringCase("Connection: close");
    }
  }

  @Test
  void whatIsNoHttpIsRefusedAndBothKindsOfCallersAreServedOn() throws IOException {
    for (String wrong :
        new String[] {
          "NONSENSE\r\n\r\n",
          "GET /echo HTTP/9.9\r\n" + HEAD + "\r\n",
          "GET /echo HTTP/1.1\r\nX: " + "x".repeat(70_000) + "\r\n\r\n",
          "GET /echo HTTP/1.1\r\n" + "X: y\r\n".repeat(300) + "\r\n"
        }) {
      try (Socket socket = connect()) {
        send(socket, wrong);
        assertThat(head(socket.getInputStream())).doesNotStartWith("HTTP/1.1 2");
      }
    }
    aConnectionServesOneRequestAfterAnother();
  }

  @Test
  void moreConnectionsThanAreAllowedAreClosedAndHurtNobody() throws IOException {
    try (Socket first = connect();
        Socket second = connect();
        Socket third = connect()) {
      for (Socket socket : new Socket[] {first, second, third}) {
        send(socket, "GET /echo HTTP/1.1\r\n" + HEAD + "\r\n");
        assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
      }
      try (Socket fourth = connect()) {
        assertThat(fourth.getInputStream().read()).isEqualTo(-1);
      }
      send(first, "GET /echo HTTP/1.1\r\n" + HEAD + "\r\n");
      assertThat(head(first.getInputStream())).startsWith("HTTP/1.1 200");
    }
  }
}
