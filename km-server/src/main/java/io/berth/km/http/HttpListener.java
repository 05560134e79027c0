package io.berth.km.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one listening socket, on loopback, with a bounded number of request threads. Opened and
 * closed by the main thread.
 */
public final class HttpListener {
  private static final int THREADS = 12;
  private static final int CONNECTIONS = 1_024;

  static {
    // why: read once by the server's configuration class, so they must be set before it is loaded
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // why: longer than the five minutes for which the gateway keeps a channel, so that the gateway
    // closes first
    System.setProperty("sun.net.httpserver.idleInterval", "420");
    System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(CONNECTIONS));
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS));
    // why: nobody on loopback needs a minute to say what he wants
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    // why: an idle KM need not wake every second to look for those who do
    System.setProperty("sun.net.httpserver.timerMillis", "10000");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private HttpListener(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Takes the port (0: any free one) without answering yet. */
  public static HttpListener bind(int port) throws IOException {
    return bind(port, THREADS);
  }

  /** The same with so many request threads at most. */
  public static HttpListener bind(int port, int most) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 512);
    // why: a connection has one request under way, so the queue is bounded by the connections;
    // beyond it the accepting thread works itself and so slows the arrival
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most,
            most,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CONNECTIONS),
            new ThreadPoolExecutor.CallerRunsPolicy());
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    return new HttpListener(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void serve(HttpHandler door) {
    server.createContext("/", door);
    server.start();
  }

  /**
   * Lets the requests in flight finish for a while, then closes everything; true if all had
   * finished.
   */
  public boolean close(Traffic traffic, long drainMillis) {
    boolean drained = traffic.drain(drainMillis);
    close();
    return drained;
  }

  /** Closes everything now, whatever is in flight. */
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
