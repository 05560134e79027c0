package io.berth.gateway.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The token of a WebSocket handshake by a page of a browser, which can send no {@code
 * Authorization}: the word after the subprotocol {@code bearer}. Pure.
 */
final class SocketToken {
  private static final String PATHS = "/ws/";
  private static final String SUBPROTOCOL = "bearer";

  private SocketToken() {}

  /** The line {@code Authorization}, or what stands for it in a handshake; null if none does. */
  static String authorization(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null || !request.getRequestURI().startsWith(PATHS)
        ? header
        : of(Collections.list(request.getHeaders("Sec-WebSocket-Protocol")))
            .map(token -> "Bearer " + token)
            .orElse(null);
  }

  /** Whether it asks for a WebSocket of ours. */
  static boolean isHandshake(HttpServletRequest request) {
    return request.getHeader("Upgrade") != null && request.getRequestURI().startsWith(PATHS);
  }

  /** The token among offered subprotocols. */
  static Optional<String> of(List<String> lines) {
    List<String> offered =
        lines.stream()
            .flatMap(line -> Stream.of(line.split(",")))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .toList();
    int word = offered.indexOf(SUBPROTOCOL);
    return word >= 0 && word + 1 < offered.size()
        ? Optional.of(offered.get(word + 1))
        : Optional.empty();
  }
}
