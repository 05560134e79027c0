package io.berth.lifecycle.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** An HTTP server on bare sockets, so that it can misbehave; for tests. Keeps connections open. */
public final class MoodyServer implements AutoCloseable {
  /** What was asked; names of headers in lower case. */
  public record Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> head,
      String body) {}

  /** What is answered. */
  public record Response(int status, Map<String, String> head, String body) {
    public static Response of(int status) {
      return new Response(status, Map.of(), "");
    }
  }

  /** What it does when it is well. Called by several threads. */
  public interface Handler {
    Response answer(Request request) throws IOException;
  }

  private record Whim(Mood mood, Predicate<Request> when) {}

  private final Handler handler;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Whim whim = new Whim(Mood.WELL, request -> true);
  private ServerSocket server;
  private int port;

  public MoodyServer(Handler handler) {
    this.handler = handler;
  }

  public int port() {
    return port;
  }

  public void mood(Mood mood) {
    mood(mood, request -> true);
  }

  /** In this mood for these requests, and well for all others. */
  public void mood(Mood mood, Predicate<Request> when) {
    whim = new Whim(mood, when);
  }

  /** Starts it, again at the same port after {@link #stop}. */
  public void start() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = server.getLocalPort();
    ServerSocket mine = server;
    threads.execute(() -> accept(mine));
  }

  private void accept(ServerSocket mine) {
    while (!mine.isClosed()) {
      try {
        Socket socket = mine.accept();
        if (opened(mine, socket)) {
          threads.execute(() -> serve(socket));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** why: an accept that is under way while the listener is closed may still succeed. */
  private synchronized boolean opened(ServerSocket mine, Socket socket) throws IOException {
    if (mine.isClosed()) {
      socket.close();
      return false;
    }
    open.add(socket);
    return true;
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (serve(socket, in)) {
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // why nothing: who called went away, or this server is stopped
    } finally {
      open.remove(socket);
    }
  }

  private boolean serve(Socket socket, InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return false;
    }
    Map<String, String> head = head(in);
    int length = Integer.parseInt(head.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    Request request = request(first, head, body);
    Whim now = whim;
    Mood mood = now.when.test(request) ? now.mood : Mood.WELL;
    if (mood == Mood.SILENT) {
      in.readAllBytes();
      return false;
    }
    Response response = handler.answer(request);
    if (mood == Mood.FORGETFUL) {
      return false;
    }
    if (mood == Mood.SLOW) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
    }
    String text = mood == Mood.GARBLED ? "HTTP/9 yes\u0000\r\n\r\n\r\n" : text(response);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return mood != Mood.GARBLED;
  }

  private static String text(Response response) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + response.status + " So\r\n");
    response.head.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    if (response.status != 204 && response.status != 304) {
      text.append(
          "Content-Length: " + response.body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    }
    return text.append("\r\n").append(response.body).toString();
  }

  private static Request request(String first, Map<String, String> head, String body) {
    String[] words = first.split(" ");
    String[] target = words[1].split("\\?", 2);
    Map<String, String> query = new HashMap<>();
    if (target.length == 2) {
      for (String pair : target[1].split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return new Request(words[0], target[0], query, head, body);
  }

  private static Map<String, String> head(InputStream in) throws IOException {
    Map<String, String> head = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        head.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return head;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** It is gone, with all connections. */
  public synchronized void stop() throws IOException {
    server.close();
    for (Socket socket : new ArrayList<>(open)) {
      socket.close();
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    stop();
    threads.shutdownNow();
  }
}
