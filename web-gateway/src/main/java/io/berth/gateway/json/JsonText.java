package io.berth.gateway.json;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a request body as one JSON object: bounded, strict UTF-8, no doubled names. What is wrong
 * is told with its place. On the request thread.
 */
public final class JsonText {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private JsonText() {}

  /**
   * Reads the whole body.
   *
   * @throws ProblemException when it is too large or no JSON object
   */
  public static JsonObject read(InputStream body, int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new ProblemException(
          ProblemDetail.of(
              "too-large", 413, "the body is larger than the limit of " + limit + " bytes"));
    }
    return parse(decode(bytes));
  }

  /**
   * Reads a text of bounded length.
   *
   * @throws ProblemException when it is no JSON object
   */
  public static JsonObject parse(String text) {
    if (text.isBlank()) {
      throw broken("the body is empty: a JSON object is expected", "");
    }
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      JsonValue value = StrictJson.read(parser);
      if (value.getValueType() != JsonValue.ValueType.OBJECT) {
        throw broken("the body is a JSON " + Kinds.of(value) + ": an object is expected", "");
      }
      return value.asJsonObject();
    } catch (JsonParsingException e) {
      throw broken("the body is not valid JSON", at(e.getLocation()));
    }
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    try {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      throw broken("the body is not UTF-8", " at byte " + in.position());
    }
    return out.flip().toString();
  }

  static String at(JsonLocation place) {
    return " at line " + place.getLineNumber() + ", column " + place.getColumnNumber();
  }

  static ProblemException broken(String what, String where) {
    return new ProblemException(ProblemDetail.invalid(what + where));
  }
}
