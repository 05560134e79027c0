package io.berth.connector.stdio;

import io.berth.mcp.McpHeaders;

/**
 * A whole request of a caller.
 *
 * @param method of HTTP
 * @param path without the query
 * @param headers by name
 * @param body at most {@link Bridge#MOST_REQUEST_BYTES}; null: it was larger
 */
public record HttpIn(String method, String path, McpHeaders.Source headers, byte[] body) {
  String header(String name) {
    String value = headers.first(name);
    return value == null ? "" : value;
  }

  boolean acceptsEvents() {
    String accept = header("Accept");
    return accept.contains("text/event-stream") || accept.contains("*/*");
  }
}
