package io.berth.km.train;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A caller on one keep-alive connection, just able to speak to this server. Not an HTTP client
 * class of the platform, because a training run would then archive that client's classes for every
 * KM.
 */
final class LocalCaller implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final String head;

  LocalCaller(int port, String head) throws IOException {
    this.socket =
        new Socket(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port);
    this.socket.setTcpNoDelay(true);
    this.socket.setSoTimeout(30_000);
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream());
    this.head = "Host: localhost:" + port + "\r\n" + head;
  }

  /** The body of the answer; throws if the status is none of 2xx. */
  String call(String method, String path, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String start =
        method
            + " "
            + path
            + " HTTP/1.1\r\n"
            + head
            + headers
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    out.write(start.getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException(method + " " + path + " was answered with " + status + " " + answer);
    }
    return answer;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
