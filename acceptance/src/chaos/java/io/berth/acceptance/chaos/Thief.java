package io.berth.acceptance.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stranger that listens on a project's port and answers everything, as if it were a KM. */
final class Thief implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nstolen"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final ServerSocket socket;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  /**
   * @throws IOException when somebody has the port
   */
  Thief(int port) throws IOException {
    socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    thread.execute(this::answerAll);
  }

  private void answerAll() {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        caller.setSoTimeout(500);
        caller.getInputStream().read();
        caller.getOutputStream().write(ANSWER);
      } catch (IOException next) {
        continue;
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    thread.shutdown();
  }
}
