package io.berth.acceptance.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A foreign program whose answers are not what they say: {@code LyingKm PORT}. */
public final class LyingKm {
  private LyingKm() {}

  public static void main(String[] args) throws IOException {
    ExecutorService callers = Executors.newCachedThreadPool();
    try (ServerSocket server =
        new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        callers.execute(() -> serve(socket));
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      String line = in.readLine();
      while (line != null) {
        String path = line.split(" ")[1];
        int length = 0;
        for (String header = in.readLine();
            header != null && !header.isEmpty();
            header = in.readLine()) {
          if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(header.substring(15).strip());
          }
        }
        in.skip(length);
        if (!answer(path, out)) {
          return;
        }
        line = in.readLine();
      }
    } catch (IOException gone) {
      // why: a gateway that sees through a lie closes the connection
      return;
    }
  }

  /** Returns whether the connection goes on. */
  private static boolean answer(String path, OutputStream out) throws IOException {
    switch (path) {
      case "/close" -> {
        return false;
      }
      case "/short" -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhalf");
        return false;
      }
      case "/long" ->
          write(
              out,
              "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
                  + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen");
      case "/garbage" -> write(out, "\u0000\u0001 not HTTP at all \r\n\r\n");
      case "/endless-head" -> {
        write(out, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 10_000_000; i++) {
          write(out, "X-" + i + ": " + "a".repeat(1_000) + "\r\n");
        }
        return false;
      }
      case "/endless-line" -> {
        write(out, "HTTP/1.1 200 OK\r\nX-A: ");
        for (int i = 0; i < 10_000_000; i++) {
          write(out, "a".repeat(1_000));
        }
        return false;
      }
      case "/two-lengths" ->
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok");
      case "/length-and-chunks" ->
          write(
              out,
              "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "2\r\nok\r\n0\r\n\r\n");
      case "/bad-chunk" ->
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n");
      case "/bare-cr" ->
          write(out, "HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: c=d\r\nContent-Length: 2\r\n\r\nok");
      case "/pretends" ->
          write(
              out,
              "HTTP/1.1 403 Forbidden\r\nBerth-Reason: forbidden\r\nBerth-Generation: 99\r\n"
                  + "Connection: x-secret\r\nX-Secret: 1\r\nContent-Length: 2\r\n\r\nno");
      // why here: true, but nothing of the JDK can say it
      case "/trailers" ->
          write(
              out,
              "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"
                  + "Transfer-Encoding: chunked\r\nTrailer: Checksum\r\n\r\n2\r\nok\r\n0\r\n"
                  + "Checksum: 9a\r\nBerth-Reason: forged\r\nContent-Length: 7\r\n\r\n");
      default -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
    }
    return true;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }
}
