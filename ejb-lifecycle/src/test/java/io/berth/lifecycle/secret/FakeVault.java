package io.berth.lifecycle.secret;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A store on loopback that speaks as Vault's KV version 2, and may have moods. */
final class FakeVault implements AutoCloseable {
  static final String TOKEN = "hvs.token";
  static final String PATH = "secret/data/berth";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  final AtomicInteger asked = new AtomicInteger();
  volatile String body = document("{\"database-password\":\"first\"}");
  volatile int status = 200;
  volatile boolean silent;

  FakeVault() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
          boolean there = ("/v1/" + PATH).equals(exchange.getRequestURI().getPath());
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(!known ? 403 : !there ? 404 : status, answer.length);
          if (silent) {
            await();
          }
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  static String document(String data) {
    return "{\"request_id\":\"1\",\"lease_duration\":0,\"data\":{\"data\":"
        + data
        + ",\"metadata\":{\"version\":3,\"destroyed\":false}}}";
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
