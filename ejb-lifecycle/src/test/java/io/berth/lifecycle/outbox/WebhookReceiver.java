package io.berth.lifecycle.outbox;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.lifecycle.secret.SecretSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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

/** An HTTP server on a bare socket, so that it can misbehave. Takes only what is signed. */
final class WebhookReceiver implements Receiver {
  private static final String SECRET = "a secret of enough characters";

  private final Path secretFile;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.WELL;
  private volatile int status = 200;
  private ServerSocket server;
  private int port;

  WebhookReceiver(Path secretFile) throws IOException {
    this.secretFile = secretFile;
    Files.writeString(secretFile, SECRET + "\n");
  }

  @Override
  public Sink sink() {
    return new WebhookSink(
        URI.create("http://127.0.0.1:" + port + "/hook"),
        SecretSource.file("berth.events.webhook.secret-file", secretFile),
        Duration.ofSeconds(1),
        InstantSource.system(),
        threads);
  }

  @Override
  public void mood(Mood now) {
    mood = now;
  }

  void status(int code) {
    status = code;
  }

  @Override
  public List<String> taken() {
    return List.copyOf(taken);
  }

  @Override
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
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Map<String, String> head = head(in);
      if (mood == Mood.SILENT) {
        in.readAllBytes();
        return;
      }
      int length = Integer.parseInt(head.get("content-length"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      take(head, body);
      if (mood == Mood.FORGETFUL) {
        return;
      }
      if (mood == Mood.SLOW) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
      }
      String reply =
          mood == Mood.GARBLED
              ? "HTTP/9 yes\u0000\r\n\r\n\r\n"
              : "HTTP/1.1 "
                  + status
                  + " So\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // why nothing: who delivers went away, or this receiver is stopped
      open.remove(socket);
    }
  }

  private void take(Map<String, String> head, String body) throws IOException {
    String signed;
    try {
      signed =
          Signature.of(
              Signature.key(SECRET),
              head.get("webhook-id"),
              Long.parseLong(head.get("webhook-timestamp")),
              body);
    } catch (SinkFailure e) {
      throw new IllegalStateException(e);
    }
    if (!signed.equals(head.get("webhook-signature"))
        || !head.get("content-type").startsWith("application/cloudevents-batch+json")) {
      return;
    }
    for (Object event : JSON.std.listFrom(body)) {
      taken.add((String) ((Map<?, ?>) event).get("id"));
    }
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

  @Override
  public void stop() throws IOException {
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
