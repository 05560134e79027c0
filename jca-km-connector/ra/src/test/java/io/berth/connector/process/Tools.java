package io.berth.connector.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A foreign program that does to itself what it is asked for. */
final class Tools {
  private static final int MEGABYTE = 1 << 20;
  private static final List<byte[]> HOARD = new ArrayList<>();

  private Tools() {}

  static void serve(InetAddress host, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/ready", e -> answer(e, "ready"));
    server.createContext("/env", e -> answer(e, new TreeMap<>(System.getenv()).toString()));
    server.createContext("/hoard", Tools::hoard);
    server.createContext("/flood", Tools::flood);
    server.createContext(
        "/deafen",
        exchange -> {
          answer(exchange, "deaf from now on");
          server.stop(0);
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static int asked(HttpExchange exchange) {
    return Integer.parseInt(exchange.getRequestURI().getQuery());
  }

  /** Takes so many megabytes and keeps them. */
  private static void hoard(HttpExchange exchange) throws IOException {
    for (int i = asked(exchange); i > 0; i--) {
      HOARD.add(new byte[MEGABYTE]);
    }
    answer(exchange, "hoards " + HOARD.size());
  }

  /** Writes so many megabytes to its output. */
  private static void flood(HttpExchange exchange) throws IOException {
    byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = asked(exchange) * 1024; i > 0; i--) {
      System.out.write(line);
    }
    System.out.flush();
    answer(exchange, "written");
  }
}
