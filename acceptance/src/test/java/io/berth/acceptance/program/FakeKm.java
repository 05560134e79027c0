package io.berth.acceptance.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A foreign program as a KM, in several tempers: {@code FakeKm MODE PORT}. */
public final class FakeKm {
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static final Set<String> SESSIONS = ConcurrentHashMap.newKeySet();
  private static final Semaphore SEEN = new Semaphore(0);
  private static final CountDownLatch LET_GO = new CountDownLatch(1);

  private FakeKm() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "serve" -> serve(port);
      case "errors" -> errors(port);
      case "sickens" -> sickens(port);
      case "gate" -> {
        while (!Files.exists(Path.of(args[2]))) {
          pause(20);
        }
        serve(port);
      }
      case "exit" -> {
        System.err.println("cannot find my configuration");
        System.exit(7);
      }
      case "never" -> new CountDownLatch(1).await();
      case "wrong-port" -> serve(port + 1000);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/health", e -> text(e, 200, "ok"));
    server.createContext("/echo", FakeKm::echo);
    server.createContext("/env", e -> text(e, 200, System.getenv().toString()));
    server.createContext(
        "/headers", e -> text(e, 200, e.getRequestHeaders().entrySet().toString()));
    server.createContext("/count", e -> text(e, 200, "" + REQUESTS.incrementAndGet()));
    server.createContext("/validated", FakeKm::validated);
    server.createContext("/part", FakeKm::part);
    server.createContext("/sink", FakeKm::sink);
    server.createContext("/bytes", FakeKm::bytes);
    server.createContext("/events", FakeKm::events);
    server.createContext("/seen", FakeKm::seen);
    server.createContext("/hold", FakeKm::hold);
    server.createContext("/let-go", FakeKm::letGo);
    server.createContext("/mcp", FakeKm::mcp);
    server.createContext("/missing", e -> text(e, 404, "the KM's own 404"));
    server.start();
  }

  /** Says that it is well, and answers nothing but server errors. */
  private static void errors(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/health", e -> text(e, 200, "ok"));
    server.createContext("/", e -> text(e, 500, "broken"));
    server.start();
  }

  /** Is well until it is believed to be; answers everything else. */
  private static void sickens(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    AtomicInteger asked = new AtomicInteger();
    server.createContext("/health", e -> text(e, asked.getAndIncrement() == 0 ? 200 : 503, "ill"));
    server.createContext("/", e -> text(e, 200, "well"));
    server.start();
  }

  /** The era of MCP with sessions; what it does not know it calls a bad request, as many do. */
  private static void mcp(HttpExchange exchange) throws IOException {
    String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
    if (session == null) {
      String made = UUID.randomUUID().toString();
      SESSIONS.add(made);
      exchange.getResponseHeaders().set("Mcp-Session-Id", made);
      text(exchange, 200, "initialized");
    } else {
      boolean known = SESSIONS.contains(session);
      text(exchange, known ? 200 : 400, known ? "at your service" : "no such session");
    }
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void echo(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    exchange.getResponseHeaders().set("Echo-Method", exchange.getRequestMethod());
    exchange.getResponseHeaders().set("Echo-Target", exchange.getRequestURI().toString());
    exchange.getResponseHeaders().set("Echo-Query", query == null ? "" : query);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      exchange.getRequestBody().transferTo(out);
    }
  }

  /** A page with a validator, as HTTP has it. */
  private static void validated(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"v1\"");
    if ("\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      exchange.close();
    } else {
      text(exchange, 200, "the page");
    }
  }

  /** Ten digits, of which a part may be asked for. */
  private static void part(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    if (range == null) {
      text(exchange, 200, "0123456789");
    } else if (range.equals("bytes=2-4")) {
      exchange.getResponseHeaders().set("Content-Range", "bytes 2-4/10");
      text(exchange, 206, "234");
    } else {
      exchange.getResponseHeaders().set("Content-Range", "bytes */10");
      text(exchange, 416, "");
    }
  }

  private static void sink(HttpExchange exchange) throws IOException {
    long taken = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    text(exchange, 200, String.valueOf(taken));
  }

  private static void bytes(HttpExchange exchange) throws IOException {
    long left = Long.parseLong(exchange.getRequestURI().getQuery());
    byte[] block = new byte[64 * 1024];
    exchange.sendResponseHeaders(200, left);
    try (OutputStream out = exchange.getResponseBody()) {
      while (left > 0) {
        int n = (int) Math.min(left, block.length);
        out.write(block, 0, n);
        left -= n;
      }
    }
  }

  /** Three events, each only after somebody said at {@code /seen} that the one before came. */
  private static void events(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 1; i <= 3; i++) {
        out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (!SEEN.tryAcquire(60, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void seen(HttpExchange exchange) throws IOException {
    SEEN.release();
    text(exchange, 200, "seen");
  }

  /** Says nothing until all that are held are let go. */
  private static void hold(HttpExchange exchange) throws IOException {
    try {
      LET_GO.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    text(exchange, 200, "held");
  }

  private static void letGo(HttpExchange exchange) throws IOException {
    LET_GO.countDown();
    text(exchange, 200, "let go");
  }

  private static void pause(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
