package io.berth.mcp;

/**
 * How much JSON a reader accepts before it gives up: bytes of the document, depth of nesting, and
 * length of one text.
 *
 * <p>Checked while reading, so that a hostile document costs no more than its limit.
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxTextLength) {
  /** What a request to a KM or to the gateway may be. */
  public static final JsonLimits REQUEST = new JsonLimits(8 << 20, 64, 8 << 20);

  public JsonLimits {
    if (maxBytes < 2 || maxDepth < 1 || maxTextLength < 1) {
      throw new IllegalArgumentException(
          "JSON limits must be positive: " + maxBytes + ", " + maxDepth + ", " + maxTextLength);
    }
  }
}
