package io.berth.km.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One keep-alive connection that costs as little as possible, so that the server is what is
 * measured.
 */
final class Caller implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final String head;

  Caller(int port, String secret) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream());
    head =
        " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nBerth-Secret: "
            + secret
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
  }

  String get(String path) throws IOException {
    return call("GET " + path, "");
  }

  String tool(String name, String input) throws IOException {
    return call("POST /mcp", "{\"tool_name\":\"" + name + "\",\"tool_input\":" + input + "}");
  }

  private String call(String start, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] header =
        (start + head + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[header.length + bytes.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(bytes, 0, all, header.length, bytes.length);
    out.write(all);
    String status = line();
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, "Content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(start + ": " + status + " " + answer);
    }
    return answer;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed");
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
