package io.berth.acceptance.program;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A foreign program as a KM of streams: {@code StreamKm PORT}. {@code /events} says hello and then
 * only what {@code /tell?TEXT} tells all listeners; {@code /ws} echoes; {@code /hang} takes a
 * request and never answers, {@code /half?SIZE} begins to; {@code /sum} reads a body, {@code
 * /pattern?SIZE} gives one; {@code /open} tells what is open. An end of its caller is noticed at
 * once, though nothing is written.
 */
public final class StreamKm {
  private static final Set<OutputStream> LISTENERS = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger SOCKETS = new AtomicInteger();
  private static final AtomicInteger HANGING = new AtomicInteger();

  private StreamKm() {}

  public static void main(String[] args) throws IOException {
    ExecutorService threads = threads();
    try (ServerSocket listener =
        new ServerSocket(Integer.parseInt(args[0]), 1000, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    }
  }

  /** Virtual ones where the JDK has them. */
  private static ExecutorService threads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException olderJdk) {
      return Executors.newCachedThreadPool();
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (String head = WebSocketKm.head(in); !head.isEmpty(); head = WebSocketKm.head(in)) {
        if (!answer(head, in, out)) {
          return;
        }
      }
    } catch (IOException gone) {
      return;
    }
  }

  /** Whether the connection serves another request. */
  private static boolean answer(String head, InputStream in, OutputStream out) throws IOException {
    String[] target = head.split(" ", 3)[1].split("\\?", 2);
    switch (target[0]) {
      case "/events" -> listen(in, out);
      case "/ws" -> socket(head, in, out);
      case "/hang" -> hang(in);
      case "/half" -> {
        WebSocketKm.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + target[1] + "\r\n\r\nhalf");
        hang(in);
      }
      case "/pattern" -> {
        long size = Long.parseLong(target[1]);
        WebSocketKm.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        new Pattern(size).transferTo(out);
        out.flush();
        return true;
      }
      default -> {
        text(out, body(head, in), target);
        return !WebSocketKm.value(head, "connection").equalsIgnoreCase("close");
      }
    }
    return false;
  }

  private static void hang(InputStream in) throws IOException {
    HANGING.incrementAndGet();
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } finally {
      HANGING.decrementAndGet();
    }
  }

  private static void text(OutputStream out, InputStream body, String[] target) throws IOException {
    String said =
        switch (target[0]) {
          case "/open" -> open();
          case "/sum" -> Pattern.sum(body);
          case "/tell" -> tell(target[1]);
          default -> "ok";
        };
    WebSocketKm.send(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
            + said.length()
            + "\r\n\r\n"
            + said);
  }

  private static String open() {
    return "listeners=%d sockets=%d hanging=%d"
        .formatted(LISTENERS.size(), SOCKETS.get(), HANGING.get());
  }

  private static void listen(InputStream in, OutputStream out) throws IOException {
    WebSocketKm.send(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    LISTENERS.add(out);
    try {
      say(out, "hello");
      in.transferTo(OutputStream.nullOutputStream());
    } finally {
      LISTENERS.remove(out);
    }
  }

  private static String tell(String text) {
    int told = 0;
    for (OutputStream listener : LISTENERS) {
      try {
        say(listener, text);
        told++;
      } catch (IOException gone) {
        LISTENERS.remove(listener);
      }
    }
    return String.valueOf(told);
  }

  private static void say(OutputStream listener, String text) throws IOException {
    String event = "data: " + text + "\n\n";
    synchronized (listener) {
      WebSocketKm.send(listener, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
    }
  }

  private static void socket(String head, InputStream in, OutputStream out) throws IOException {
    SOCKETS.incrementAndGet();
    try {
      WebSocketKm.upgrade(head, out);
      WebSocketKm.echo(in, out);
    } finally {
      SOCKETS.decrementAndGet();
    }
  }

  private static InputStream body(String head, InputStream in) {
    String length = WebSocketKm.value(head, "content-length");
    boolean chunked =
        WebSocketKm.value(head, "transfer-encoding").toLowerCase(Locale.ROOT).equals("chunked");
    return chunked
        ? new Chunks(in)
        : new Bounded(in, length.isEmpty() ? 0 : Long.parseLong(length));
  }

  /** The next so many bytes. */
  private static class Bounded extends InputStream {
    final InputStream in;
    long left;

    Bounded(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(left, length));
      if (count < 0) {
        throw new IOException("the body was torn");
      }
      left -= count;
      return count;
    }
  }

  /** A body in chunks; no trailers. */
  private static final class Chunks extends Bounded {
    private boolean begun;
    private boolean ended;

    Chunks(InputStream in) {
      super(in, 0);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        if (begun) {
          line();
        }
        begun = true;
        left = Long.parseLong(line(), 16);
        if (left == 0) {
          ended = true;
          line();
        }
      }
      return super.read(buffer, offset, length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the body was torn");
        }
        line.append((char) next);
      }
      return line.toString().strip();
    }
  }
}
