package io.berth.acceptance.program;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A foreign program as a KM that speaks WebSocket (RFC 6455) and echoes each message: {@code
 * WebSocketKm PORT}. It says nothing to its callers when it ends.
 */
public final class WebSocketKm {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;

  private WebSocketKm() {}

  public static void main(String[] args) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket listener =
        new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String key = value(head, "sec-websocket-key");
        if (!key.isEmpty()) {
          upgrade(head, out);
          echo(in, out);
          return;
        }
        send(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        if (value(head, "connection").equalsIgnoreCase("close")) {
          return;
        }
      }
    } catch (IOException gone) {
      return;
    }
  }

  /** The answer to a handshake. */
  static void upgrade(String head, OutputStream out) throws IOException {
    send(
        out,
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(value(head, "sec-websocket-key"))
            + "\r\n\r\n");
  }

  /** Frames of a caller are masked, those of a server are not. */
  static void echo(InputStream in, OutputStream out) throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = in.read() & 0x7f;
      int more = length < 126 ? 0 : length == 126 ? 2 : 8;
      long size = more == 0 ? length : 0;
      for (int i = 0; i < more; i++) {
        size = size << 8 | in.read();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes((int) size);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      out.write(frame(first == PING ? PONG : first, payload));
      out.flush();
      if (first == CLOSE) {
        return;
      }
    }
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String value(String head, String name) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "";
  }

  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
