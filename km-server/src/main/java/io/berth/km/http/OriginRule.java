package io.berth.km.http;

import io.berth.mcp.McpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps web pages of other sites away from this port (DNS rebinding): Host must be this machine,
 * and an Origin must be this machine or the host that the gateway says it was called by.
 *
 * <p>Only the gateway knows the secret, so its {@code X-Forwarded-Host} may be believed. A pure
 * function of the headers.
 */
final class OriginRule {
  private static final Pattern PORT = Pattern.compile("(:\\d{0,5})?");

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

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
    Matcher scheme = SCHEME.matcher(origin);
    String authority = scheme.lookingAt() ? origin.substring(scheme.end()) : "";
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
    String name = end <= 0 ? authority : authority.substring(0, end);
    // why: what stands behind the name is a port, or it is another way to write another host
    return PORT.matcher(authority).region(name.length(), authority.length()).matches() ? name : "";
  }
}
