package io.berth.mcp;

/**
 * What goes back over HTTP: a status and JSON bytes, or no body (null) where a notification was
 * accepted.
 */
public record McpReply(int status, byte[] body) {
  static McpReply accepted() {
    return new McpReply(202, null);
  }

  static McpReply of(int status, Object json) {
    return new McpReply(status, JsonText.bytes(json));
  }
}
