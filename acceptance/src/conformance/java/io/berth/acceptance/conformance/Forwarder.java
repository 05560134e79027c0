package io.berth.acceptance.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Adds one header line to each request on its way to a server on this machine, because the suite
 * cannot. Every other byte passes as it is, at once and in both directions, and an end on one side
 * is an end on the other; a connection carries one request.
 */
final class Forwarder implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final int target;
  private final String line;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param target the port of the server
   */
  Forwarder(int target, String header, String value) throws IOException {
    this.target = target;
    this.line = header + ": " + value + "\r\n";
    this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(this::accept);
  }

  /** The same path, by way of this. */
  URI to(String path) {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        Socket server = new Socket()) {
      server.connect(new InetSocketAddress("127.0.0.1", target), 5_000);
      caller.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      String head = head(caller.getInputStream());
      server.getOutputStream().write(changed(head).getBytes(ISO_8859_1));
      threads.execute(() -> pass(caller, server));
      copy(server.getInputStream(), caller.getOutputStream());
    } catch (IOException ended) {
      // why nothing: closing both sides is all there is to do
    }
  }

  /** What follows of the request; the caller's end ends the server's side, too. */
  private static void pass(Socket caller, Socket server) {
    try (server) {
      copy(caller.getInputStream(), server.getOutputStream());
    } catch (IOException ended) {
      // why nothing: the server's socket is closed, which is what must follow
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
    }
  }

  private static String head(InputStream from) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = from.read();
      if (next < 0 || head.size() > LONGEST_HEAD) {
        throw new IOException("no request head");
      }
      head.write(next);
      boolean expected = next == (ends % 2 == 0 ? '\r' : '\n');
      ends = expected ? ends + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private String changed(String head) {
    StringBuilder changed = new StringBuilder();
    String[] lines = head.split("\r\n");
    changed.append(lines[0]).append("\r\n").append(line).append("Connection: close\r\n");
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].toLowerCase(Locale.ROOT).startsWith("connection:")) {
        changed.append(lines[i]).append("\r\n");
      }
    }
    return changed.append("\r\n").toString();
  }
}
