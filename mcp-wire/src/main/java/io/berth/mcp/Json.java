package io.berth.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON into plain Java values: maps in their written order, lists, strings, numbers,
 * booleans, null.
 *
 * <p>A document with a repeated name, deeper or longer than its limits, or followed by anything
 * else is refused: two readers of such a document could understand two different things.
 * Thread-safe.
 */
public final class Json {
  private final JsonLimits limits;
  private final JsonFactory factory;

  public Json(JsonLimits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxStringLength(limits.maxTextLength())
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .build())
            // why: names come from strangers; interning or caching them would let a stranger fill
            // memory
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
  }

  /** The value of the one JSON document in {@code utf8}. */
  public Object read(byte[] utf8) throws JsonException {
    if (utf8.length > limits.maxBytes()) {
      throw new JsonException(
          "The document has " + utf8.length + " bytes; at most " + limits.maxBytes() + " are read");
    }
    Utf8.check(utf8);
    try (JsonParser parser = factory.createParser(utf8)) {
      if (parser.nextToken() == null) {
        throw new JsonException("The document is empty; a JSON value is expected");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("Something follows the JSON value at " + position(parser));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new JsonException(plain(e));
    } catch (IOException e) {
      throw new JsonException("Not readable as UTF-8 JSON");
    }
  }

  private static Object value(JsonParser parser) throws IOException, JsonException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default ->
          throw new JsonException(
              "Unexpected " + parser.currentToken() + " at " + position(parser));
    };
  }

  /**
   * A double where it says the same; else every digit: whoever passes it on must not change it.
   * What would be written as a whole number is read as one.
   */
  private static Number number(JsonParser parser) throws IOException, JsonException {
    double near = parser.getDoubleValue();
    BigDecimal exact;
    try {
      exact = parser.getDecimalValue();
    } catch (NumberFormatException | ArithmeticException e) {
      throw new JsonException("A number's exponent is too large, at " + position(parser));
    }
    if (Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0) {
      return near;
    }
    return exact.scale() == 0 ? whole(exact.unscaledValue()) : exact;
  }

  private static Number whole(BigInteger exact) {
    return exact.bitLength() < Long.SIZE ? (Number) exact.longValue() : exact;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException, JsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (members.containsKey(name)) {
        throw new JsonException(
            "The name \""
                + shortened(name)
                + "\" stands twice in one object, near "
                + position(parser));
      }
      members.put(name, value);
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) throws IOException, JsonException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  private static String position(JsonParser parser) {
    return "byte " + parser.currentLocation().getByteOffset();
  }

  private static String plain(JsonProcessingException e) {
    long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    String where = at < 0 ? "" : " (at byte " + at + ")";
    return shortened(e.getOriginalMessage()) + where;
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
