package io.berth.km.http;

import io.berth.mcp.McpHeaders;

/**
 * Keeps web pages of other sites away from this port (DNS rebinding): Host must be this machine,
 * and an Origin must be this machine or the host that the gateway says it was called by.
 *
 * <p>Only the gateway knows the secret, so its {@code X-Forwarded-Host} may be believed. A pure
 * function of the headers.
 */
final class OriginRule {
  private OriginRule() {}

  /** What is wrong, or null. */
  static String breach(McpHeaders.Source headers) {
    String host = headers.first("Host");
    if (host == null || !loopback(name(host))) {
      return "Host must be 127.0.0.1, localhost or [::1]";
    }
    String origin = headers.first("Origin");
    if (origin == null) {
      return null;
    }
    int slashes = origin.indexOf("://");
    String authority = slashes < 0 ? "" : origin.substring(slashes + 3);
    String forwarded = headers.first("X-Forwarded-Host");
    if (loopback(name(authority))
        || forwarded != null && authority.equalsIgnoreCase(forwarded.strip())) {
      return null;
    }
    return "Origin is not one that this server is called from";
  }

  private static boolean loopback(String name) {
    return name.equals("127.0.0.1") || name.equalsIgnoreCase("localhost") || name.equals("[::1]");
  }

  private static String name(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    return end <= 0 ? authority : authority.substring(0, end);
  }
}
