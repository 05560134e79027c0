package io.berth.connector.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One GET on a connection of its own, for readiness and health: bounded in time and size, nothing
 * kept open. Requests of callers never go this way.
 */
final class LoopbackGet {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int LONGEST_STATUS_LINE = 512;
  private static final int MOST_BYTES = 64 * 1024;

  private final LongSupplier nanos;

  LoopbackGet(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a connection is accepted in time. */
  void connect(InetSocketAddress address, Duration timeout) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, millis(timeout.toNanos()));
    }
  }

  /** The status of the answer; the body is read away so that the server sees a clean end. */
  int status(InetSocketAddress address, String path, Optional<String> secret, Duration timeout)
      throws IOException {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(address, millis(timeout.toNanos()));
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request(address, path, secret));
      int status = statusLine(socket, deadline);
      InputStream in = socket.getInputStream();
      byte[] sink = new byte[4096];
      for (int read = 0, n; read < MOST_BYTES && (n = read(socket, in, sink, deadline)) > 0; ) {
        read += n;
      }
      return status;
    }
  }

  private static byte[] request(InetSocketAddress address, String path, Optional<String> secret) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + address.getPort()
            + "\r\nConnection: close\r\nAccept: */*\r\nUser-Agent: berth-probe\r\n"
            + secret.map(s -> "Berth-Secret: " + s + "\r\n").orElse("")
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private int statusLine(Socket socket, long deadline) throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (read(socket, socket.getInputStream(), one, deadline) == 1 && one[0] != '\n') {
      line.append((char) (one[0] & 0xff));
      if (line.length() > LONGEST_STATUS_LINE) {
        break;
      }
    }
    Matcher matcher = STATUS_LINE.matcher(line.toString().stripTrailing());
    if (!matcher.matches()) {
      throw new IOException("the answer is not HTTP/1.1: '" + shorten(line) + "'");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private int read(Socket socket, InputStream in, byte[] into, long deadline) throws IOException {
    long left = deadline - nanos.getAsLong();
    if (left <= 0) {
      throw new SocketTimeoutException("no complete answer in time");
    }
    socket.setSoTimeout(millis(left));
    return in.read(into);
  }

  private static int millis(long nanos) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, nanos / 1_000_000));
  }

  private static String shorten(CharSequence text) {
    String printable = text.toString().replaceAll("[^ -~]", "?");
    return printable.length() > 60 ? printable.substring(0, 60) + "…" : printable;
  }
}
