package io.berth.gateway.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.util.HashSet;
import java.util.Set;

/**
 * Builds a value from a parser, with what the platform's reader leaves out: no doubled names, no
 * text behind the value, bounded depth. Pure.
 */
final class StrictJson {
  private static final int DEEPEST = 50;

  /**
   * As in the messages of MCP; a longer one the platform's reader fails at when it is looked at.
   */
  private static final int LONGEST_NUMBER = 100;

  private StrictJson() {}

  static JsonValue read(JsonParser parser) {
    JsonValue value = value(parser, parser.next(), 0);
    // why: at the end of the value the parser itself complains about anything but white space
    parser.hasNext();
    return value;
  }

  private static JsonValue value(JsonParser parser, Event event, int depth) {
    if (depth > DEEPEST) {
      throw JsonText.broken(
          "the body is nested deeper than " + DEEPEST, JsonText.at(parser.getLocation()));
    }
    if (event == Event.START_OBJECT) {
      return object(parser, depth);
    }
    if (event == Event.VALUE_NUMBER) {
      return number(parser);
    }
    return event == Event.START_ARRAY ? array(parser, depth) : parser.getValue();
  }

  private static JsonValue number(JsonParser parser) {
    if (parser.getString().length() <= LONGEST_NUMBER) {
      try {
        return parser.getValue();
      } catch (NumberFormatException | ArithmeticException e) {
        throw JsonText.broken(
            "a number of the body has an exponent that is too large",
            JsonText.at(parser.getLocation()));
      }
    }
    throw JsonText.broken(
        "a number of the body has more than " + LONGEST_NUMBER + " characters",
        JsonText.at(parser.getLocation()));
  }

  private static JsonValue object(JsonParser parser, int depth) {
    JsonObjectBuilder object = Builders.object();
    Set<String> names = new HashSet<>();
    while (parser.next() != Event.END_OBJECT) {
      String name = parser.getString();
      if (!names.add(name)) {
        throw JsonText.broken(
            "a field of the body stands there twice", JsonText.at(parser.getLocation()));
      }
      object.add(name, value(parser, parser.next(), depth + 1));
    }
    return object.build();
  }

  private static JsonValue array(JsonParser parser, int depth) {
    JsonArrayBuilder array = Builders.array();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      array.add(value(parser, event, depth + 1));
    }
    return array.build();
  }
}
