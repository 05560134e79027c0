package io.berth.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** Bytes to the server as they are, which no HTTP client would send. */
public final class Wire {
  private Wire() {}

  /** A request of this holder with further lines; without a body. */
  public static String request(String method, String path, String token, String lines) {
    return request(method, path, "Host: x\r\nAuthorization: Bearer " + token + "\r\n" + lines);
  }

  /** A request with these lines alone. */
  public static String request(String method, String path, String lines) {
    return method + " " + path + " HTTP/1.1\r\n" + lines + "\r\n";
  }

  /** Sends it; everything that comes back until the end or a second of silence. */
  public static String send(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(bytes(request));
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      try {
        for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
          answer.append(new String(buffer, 0, n, ISO_8859_1));
        }
      } catch (SocketTimeoutException silence) {
        assertThat(answer).as("an answer in time").isNotEmpty();
      }
      return answer.toString();
    }
  }

  /** The first status. */
  public static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  public static Socket connect() throws IOException {
    URI url = BerthUnderTest.current().url();
    return new Socket(url.getHost(), url.getPort());
  }

  public static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
