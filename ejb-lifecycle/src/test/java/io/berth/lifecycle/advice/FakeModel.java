package io.berth.lifecycle.advice;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A model's HTTP interface on a bare socket, in both dialects, so that it can misbehave. */
public final class FakeModel implements AutoCloseable {
  /** How it behaves to who asks. */
  public enum Mood {
    /** Answers what it is told to. */
    WELL,
    /** Hears and says nothing. */
    SILENT,
    /** Sends the head of a reply, and a byte of its body now and then. */
    DRIPPING,
    /** Answers what is no HTTP. */
    GARBLED,
    /** Answers what is no JSON. */
    NO_JSON,
    /** Answers in JSON, but not as the interface says. */
    OTHER_JSON,
    /** Answers more than anybody wants to read. */
    ENDLESS,
    /** Was cut off by its own limit. */
    CUT_OFF,
    /** Hears and breaks the connection. */
    FORGETFUL
  }

  /** What it was asked. */
  public record Asked(String line, Map<String, String> head, Map<String, Object> body) {}

  public final List<Asked> asked = new CopyOnWriteArrayList<>();
  public volatile Mood mood = Mood.WELL;
  public volatile int status = 200;
  public volatile String answer = "{}";

  /** It answers only when this is open. */
  public volatile CountDownLatch gate = new CountDownLatch(0);

  private final String api;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket();

  public FakeModel(String api) throws IOException {
    this.api = api;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
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
      String line = line(in);
      Map<String, String> head = new HashMap<>();
      for (String field = line(in); !field.isEmpty(); field = line(in)) {
        int colon = field.indexOf(':');
        head.put(
            field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
      }
      byte[] body = in.readNBytes(Integer.parseInt(head.get("content-length")));
      asked.add(new Asked(line, head, JSON.std.mapFrom(body)));
      gate.await(60, TimeUnit.SECONDS);
      reply(socket, in);
    } catch (IOException e) {
      // why nothing: who asked went away, or this server is closed
      open.remove(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(Socket socket, InputStream in) throws IOException {
    OutputStream out = socket.getOutputStream();
    switch (mood) {
      case SILENT -> in.readAllBytes();
      case DRIPPING -> {
        out.write(head(1_000_000));
        drip(socket, in);
      }
      case GARBLED -> out.write("HTTP/9 yes\0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      case NO_JSON -> send(out, "I cannot help with that.");
      case OTHER_JSON -> send(out, "{\"choices\":\"none\",\"content\":7}");
      case ENDLESS -> {
        out.write(head(1 << 30));
        byte[] much = " ".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 1 << 14; i++) {
          out.write(much);
        }
      }
      case CUT_OFF -> send(out, wrapped("{\"tasks\":[", "length", "max_tokens"));
      case FORGETFUL -> in.available();
      default -> send(out, wrapped(answer, "stop", "end_turn"));
    }
  }

  /** A byte now and then, until who asked hangs up. */
  private static void drip(Socket socket, InputStream in) throws IOException {
    socket.setSoTimeout(50);
    for (boolean waits = true; waits; ) {
      socket.getOutputStream().write(' ');
      try {
        waits = in.read() >= 0;
      } catch (SocketTimeoutException stillThere) {
        waits = true;
      }
    }
  }

  private String wrapped(String text, String openAiEnd, String anthropicEnd) throws IOException {
    if (api.equals("openai")) {
      Map<String, Object> message = Map.of("role", "assistant", "content", text);
      return JSON.std.asString(
          Map.of("choices", List.of(Map.of("message", message, "finish_reason", openAiEnd))));
    }
    return JSON.std.asString(
        Map.of(
            "content",
            List.of(Map.of("type", "thinking"), Map.of("type", "text", "text", text)),
            "stop_reason",
            anthropicEnd));
  }

  private void send(OutputStream out, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    out.write(head(bytes.length));
    out.write(bytes);
  }

  private byte[] head(long length) {
    return ("HTTP/1.1 "
            + status
            + " So\r\nContent-Type: application/json\r\nLocation: /elsewhere\r\nContent-Length: "
            + length
            + "\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
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
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
