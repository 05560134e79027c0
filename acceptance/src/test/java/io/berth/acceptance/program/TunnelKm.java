package io.berth.acceptance.program;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A foreign program as a KM that accepts every upgrade and echoes what comes: {@code TunnelKm
 * PORT}. {@code GET /open} tells how many tunnels are open.
 */
public final class TunnelKm {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private TunnelKm() {}

  public static void main(String[] args) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket listener =
        new ServerSocket(Integer.parseInt(args[0]), 500, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        if (head.toLowerCase(java.util.Locale.ROOT).contains("upgrade: websocket")) {
          tunnel(in, out);
          return;
        }
        String body = String.valueOf(OPEN.get());
        send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        if (head.toLowerCase(java.util.Locale.ROOT).contains("connection: close")) {
          return;
        }
      }
    } catch (IOException gone) {
      return;
    }
  }

  private static void tunnel(InputStream in, OutputStream out) throws IOException {
    OPEN.incrementAndGet();
    try {
      send(
          out,
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      byte[] buffer = new byte[1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } finally {
      OPEN.decrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
