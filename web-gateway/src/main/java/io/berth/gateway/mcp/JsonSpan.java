package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a value stands in the bytes of a JSON text, so that it can be exchanged and every other
 * byte stays as it was.
 */
record JsonSpan(int start, int end) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The value of a key of the outermost object; the last one if it is there twice. */
  static Optional<JsonSpan> ofTopLevel(byte[] json, String key) throws IOException {
    JsonSpan found = null;
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(key);
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        if (wanted) {
          found = new JsonSpan(start, endOf(parser, json, start));
        }
      }
    }
    return Optional.ofNullable(found);
  }

  String in(byte[] json) {
    return new String(json, start, end - start, UTF_8);
  }

  private static int endOf(JsonParser parser, byte[] json, int start) {
    int end = (int) parser.currentLocation().getByteOffset();
    // why: after a number the parser may already have looked at what follows
    while (end > start + 1
        && " \t\r\n,}".indexOf(json[end - 1]) >= 0
        && json[start] != '"'
        && json[start] != '{') {
      end--;
    }
    return end;
  }
}
