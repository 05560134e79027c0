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
  private static final Pattern HEAD = Pattern.compile("(?s)HTTP/1\\..*?\\r?\\n\\r?\\n");
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^Content-Length:[ \\t]*(\\d{1,9})[ \\t]*\\r?$");
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
      return answer(socket, deadline);
    }
  }

  /**
   * why in blocks: byte by byte, every probe of every process would cost a hundred system calls.
   * Why not to the end of the connection: a program that leaves it open has answered nevertheless
   */
  private int answer(Socket socket, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] block = new byte[4096];
    StringBuilder text = new StringBuilder();
    for (int n; text.length() < MOST_BYTES && (n = read(socket, in, block, deadline)) > 0; ) {
      text.append(new String(block, 0, n, StandardCharsets.ISO_8859_1));
      int status = statusOf(text);
      if (status != 0 && whole(text, status)) {
        return status;
      }
    }
    int status = statusOf(text);
    if (status == 0) {
      throw notHttp(text);
    }
    return status;
  }

  /** Whether the answer says where it ends, and has come so far. */
  private static boolean whole(CharSequence text, int status) {
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      return false;
    }
    if (status == 204 || status == 304) {
      return true;
    }
    Matcher length = LENGTH.matcher(head.group());
    return length.find() && text.length() - head.end() >= Long.parseLong(length.group(1));
  }

  /** The status, once its line is there; 0 before that. */
  private static int statusOf(StringBuilder head) throws IOException {
    int end = head.indexOf("\n");
    if (end < 0 && head.length() <= LONGEST_STATUS_LINE) {
      return 0;
    }
    Matcher matcher =
        STATUS_LINE.matcher(head.substring(0, end < 0 ? head.length() : end).stripTrailing());
    if (!matcher.matches()) {
      throw notHttp(head);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static IOException notHttp(CharSequence head) {
    return new IOException("the answer is not HTTP/1.1: '" + shorten(head) + "'");
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
