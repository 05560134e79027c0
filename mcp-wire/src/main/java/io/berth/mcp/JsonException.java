package io.berth.mcp;

/**
 * A document that is not JSON, or is more JSON than the limits allow. The message says where and
 * why, and never quotes more than a name of the document.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
