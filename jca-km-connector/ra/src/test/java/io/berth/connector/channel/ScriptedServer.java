package io.berth.connector.channel;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server on loopback whose every connection follows a script, byte by byte. */
final class ScriptedServer implements Closeable {
  interface Script {
    void serve(Peer peer) throws Exception;
  }

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    threads.execute(() -> accept(script));
  }

  /** Answers each request of a connection with 200 and this body. */
  static Script answering(String body) {
    return peer -> {
      for (String head = peer.head(); head != null; head = peer.head()) {
        peer.body(head);
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      }
    };
  }

  int port() {
    return listener.getLocalPort();
  }

  /** All request heads seen, in order of arrival. */
  List<String> heads() {
    return heads;
  }

  int openConnections() {
    return sockets.size();
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        threads.execute(() -> serve(script, socket));
      }
    } catch (IOException e) {
      // why silent: closing the listener ends the loop
    }
  }

  private void serve(Script script, Socket socket) {
    try (socket) {
      script.serve(new Peer(socket));
    } catch (Exception e) {
      // why silent: a broken connection is what many scripts are about
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a script goes on after the end of its connection");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  final class Peer {
    final Socket socket;
    final InputStream in;
    final OutputStream out;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** The next request head with its empty line, or null at the end of the connection. */
    String head() throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          return null;
        }
        text.append((char) b);
      }
      heads.add(text.toString());
      return text.toString();
    }

    /** Reads the body that goes with this head and counts its bytes. */
    long body(String head) throws IOException {
      String lower = head.toLowerCase(Locale.ROOT);
      if (lower.contains("transfer-encoding: chunked")) {
        return chunks();
      }
      int at = lower.indexOf("content-length: ");
      long length =
          at < 0 ? 0 : Long.parseLong(lower.substring(at + 16, lower.indexOf('\r', at)).strip());
      in.skipNBytes(length);
      return length;
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    private long chunks() throws IOException {
      long total = 0;
      while (true) {
        int size = Integer.parseInt(line(), 16);
        in.skipNBytes(size);
        line();
        total += size;
        if (size == 0) {
          return total;
        }
      }
    }

    private String line() throws IOException {
      StringBuilder text = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("the connection ended within a chunked body");
        }
        text.append((char) b);
      }
      return text.toString().strip();
    }
  }
}
