package io.berth.mcp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8. The JSON library reads some malformed sequences as other characters, and a text
 * that comes back different from what was sent is worse than a refusal.
 */
final class Utf8 {
  private static final int CHUNK = 4_096;

  private Utf8() {}

  static void check(byte[] bytes) throws JsonException {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      // why: the JSON library takes a zero byte at the start for UTF-16 or UTF-32
      if (bytes[i] == 0) {
        throw new JsonException("Not valid UTF-8: a zero byte at " + i);
      }
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // why: decoded in small pieces and thrown away, so that a large body is not held twice
    CharBuffer out = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new JsonException("Not valid UTF-8 at byte " + in.position());
    }
  }
}
