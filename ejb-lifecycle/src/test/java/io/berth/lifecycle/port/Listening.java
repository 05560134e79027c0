package io.berth.lifecycle.port;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** A program that serves on the port that it is given. */
public final class Listening {
  private Listening() {}

  public static void main(String[] args) throws Exception {
    InetSocketAddress port =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    HttpServer server = HttpServer.create(port, 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    new CountDownLatch(1).await();
  }
}
