package io.berth.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The HTTP headers of MCP as one request carries them, and the decoding of their values. Callers
 * adapt their own request class with {@link Source}.
 */
public final class McpHeaders {
  public static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
  public static final String METHOD = "Mcp-Method";
  public static final String NAME = "Mcp-Name";
  public static final String SESSION_ID = "Mcp-Session-Id";

  private static final String OPEN = "=?base64?";
  private static final String CLOSE = "?=";

  /** Where header values come from; names are compared without regard to case. */
  @FunctionalInterface
  public interface Source {
    /** The first value of the header, or null. */
    String first(String name);
  }

  private McpHeaders() {}

  /**
   * The text that a value stands for: plain ASCII, or Base64 between {@code =?base64?} and {@code
   * ?=}; null if it is neither.
   */
  static String decode(String value) {
    if (value.startsWith(OPEN)
        && value.endsWith(CLOSE)
        && value.length() >= OPEN.length() + CLOSE.length()) {
      try {
        byte[] bytes =
            Base64.getDecoder()
                .decode(value.substring(OPEN.length(), value.length() - CLOSE.length()));
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return null;
      }
    }
    return value;
  }
}
