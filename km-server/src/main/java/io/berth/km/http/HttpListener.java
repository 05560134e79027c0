package io.berth.km.http;

import io.berth.km.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;

/**
 * The one listening socket, on loopback: a thread that accepts, a thread for each open connection,
 * and a bounded number of requests that are answered at once. Every thread waits in the kernel
 * until something comes, so nobody wakes up while nobody calls. Opened and closed by the main
 * thread.
 */
public final class HttpListener {
  private static final int ANSWERED_AT_ONCE = 12;
  private static final int CONNECTIONS = 1_024;
  private static final int BACKLOG = 512;
  private static final long BREATH_MILLIS = 100;
  private static final long LAST_SECONDS = 2;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore permits;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ThreadPoolExecutor threads;

  private HttpListener(ServerSocket listening, int atOnce, int connections) {
    this.listening = listening;
    this.permits = new Semaphore(atOnce, true);
    this.threads =
        new ThreadPoolExecutor(0, connections + 1, 30, TimeUnit.SECONDS, new SynchronousQueue<>());
  }

  /** Takes the port (0: any free one) without answering yet. */
  public static HttpListener bind(int port) throws IOException {
    return bind(port, ANSWERED_AT_ONCE);
  }

  /** The same with so many requests answered at once. */
  public static HttpListener bind(int port, int atOnce) throws IOException {
    return bind(port, atOnce, CONNECTIONS);
  }

  static HttpListener bind(int port, int atOnce, int connections) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    return new HttpListener(new ServerSocket(port, BACKLOG, loopback), atOnce, connections);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public void serve(HttpServerRequestHandler door) {
    threads.execute(() -> accept(door));
  }

  private void accept(HttpServerRequestHandler door) {
    while (!listening.isClosed()) {
      try {
        take(listening.accept(), door);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          Log.failure("A connection could not be accepted", e);
          breathe();
        }
      }
    }
  }

  private void take(Socket socket, HttpServerRequestHandler door) throws IOException {
    open.add(socket);
    try {
      socket.setTcpNoDelay(true);
      threads.execute(() -> converse(socket, door));
    } catch (RejectedExecutionException | IOException e) {
      drop(socket); // why: too many already, or we are going down, or the caller is gone again
    }
  }

  private void converse(Socket socket, HttpServerRequestHandler door) {
    try {
      Conversation.hold(socket, door, permits);
    } finally {
      drop(socket);
    }
  }

  /** why: what keeps it from accepting, too many open files, is not over a moment later */
  private void breathe() {
    try {
      closed.await(BREATH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drop(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      Log.failure("A connection could not be closed", e);
    }
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
    threads.shutdown(); // why first: what is accepted from now on is dropped
    closed.countDown();
    try {
      listening.close();
    } catch (IOException e) {
      Log.failure("The port could not be let go", e);
    }
    open.forEach(this::drop);
    threads.shutdownNow();
    awaitEnd();
  }

  /** why: the kernel keeps a listening socket as long as somebody waits on it */
  private void awaitEnd() {
    try {
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
