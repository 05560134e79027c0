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
    return of(json, key);
  }

  /** The value at the end of a path of keys, each in the object before. */
  static Optional<JsonSpan> of(byte[] json, String... path) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return Optional.ofNullable(find(parser, json, path, 0));
    }
  }

  private static JsonSpan find(JsonParser parser, byte[] json, String[] path, int depth)
      throws IOException {
    JsonSpan found = null;
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(path[depth]);
      parser.nextToken();
      if (wanted && depth + 1 < path.length) {
        found = find(parser, json, path, depth + 1);
        continue;
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      if (wanted) {
        found = new JsonSpan(start, endOf(parser, json, start));
      }
    }
    return found;
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
