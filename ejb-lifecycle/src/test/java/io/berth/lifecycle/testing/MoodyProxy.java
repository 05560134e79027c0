package io.berth.lifecycle.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes bytes between callers and a server whose protocol it does not know, and spoils that; for
 * tests of real servers, which do not misbehave by themselves.
 */
public final class MoodyProxy implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final int behind;
  private final List<byte[]> payload;
  private volatile Mood mood = Mood.WELL;

  /**
   * In front of this port of this machine.
   *
   * @param payload a text that a caller sends when it hands something over, and not before
   */
  public MoodyProxy(int behind, String payload) throws IOException {
    this.behind = behind;
    this.payload =
        List.of(
            payload.getBytes(StandardCharsets.UTF_8),
            payload.getBytes(Charset.forName("UTF-16LE")));
    server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public void mood(Mood now) {
    mood = now;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        open.add(caller);
        threads.execute(() -> connect(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket caller) {
    try {
      Socket there = new Socket(InetAddress.getLoopbackAddress(), behind);
      open.add(there);
      Pair pair = new Pair(caller, there);
      threads.execute(pair::forth);
      threads.execute(pair::back);
    } catch (IOException e) {
      close(caller);
    }
  }

  private void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // why nothing: it is gone either way
      open.remove(socket);
    }
  }

  /** Two sockets that stand for one connection. */
  private final class Pair {
    private final Socket caller;
    private final Socket there;
    private volatile boolean handedOver;

    Pair(Socket caller, Socket there) {
      this.caller = caller;
      this.there = there;
    }

    void forth() {
      pass(caller, there, this::forth);
    }

    private boolean forth(byte[] bytes) {
      if (payload.stream().anyMatch(text -> contains(bytes, text))) {
        handedOver = true;
      }
      // why kept back: a silent one takes nothing
      return mood != Mood.SILENT;
    }

    void back() {
      pass(there, caller, this::back);
    }

    private boolean back(byte[] bytes) {
      switch (mood) {
        case SLOW -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        case GARBLED -> Arrays.fill(bytes, (byte) 'x');
        case FORGETFUL -> {
          if (handedOver) {
            end();
          }
        }
        default -> {
          return mood != Mood.SILENT;
        }
      }
      return true;
    }

    private void pass(Socket from, Socket to, java.util.function.Predicate<byte[]> passes) {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          byte[] bytes = Arrays.copyOf(buffer, count);
          if (passes.test(bytes)) {
            out.write(bytes);
            out.flush();
          }
        }
      } catch (IOException e) {
        // why nothing: one of both went away, and the other one goes too
        open.remove(from);
      }
      end();
    }

    private void end() {
      close(caller);
      close(there);
    }
  }

  private static boolean contains(byte[] bytes, byte[] text) {
    for (int i = 0; i + text.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(this::close);
    threads.shutdownNow();
  }
}
