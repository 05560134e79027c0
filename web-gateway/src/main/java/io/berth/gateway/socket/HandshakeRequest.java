package io.berth.gateway.socket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A handshake as the container's WebSockets see it: with what they need and no more, because they
 * keep all they see as long as the connection lives. On the request thread.
 */
final class HandshakeRequest extends HttpServletRequestWrapper {
  private final Optional<String> lastSeen;

  HandshakeRequest(HttpServletRequest request) {
    super(request);
    this.lastSeen = HandshakeRules.lastSeen(request.getQueryString());
  }

  Optional<String> lastSeen() {
    return lastSeen;
  }

  /** why not the container's: reading parameters costs it kilobytes that live as long, too. */
  @Override
  public Map<String, String[]> getParameterMap() {
    return lastSeen
        .map(number -> Map.of(HandshakeRules.LAST_SEEN, new String[] {number}))
        .orElse(Map.of());
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    List<String> names = Collections.list(super.getHeaderNames());
    return Collections.enumeration(names.stream().filter(HandshakeRequest::isNeeded).toList());
  }

  private static boolean isNeeded(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("sec-websocket-")
        || lower.equals("upgrade")
        || lower.equals("connection")
        || lower.equals("host")
        || lower.equals("origin");
  }
}
