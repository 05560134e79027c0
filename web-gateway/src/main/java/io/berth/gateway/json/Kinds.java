package io.berth.gateway.json;

import jakarta.json.JsonValue;

/** What a JSON value is called in a message. */
final class Kinds {
  private Kinds() {}

  static String of(JsonValue value) {
    return switch (value.getValueType()) {
      case ARRAY -> "array";
      case OBJECT -> "object";
      case STRING -> "string";
      case NUMBER -> "number";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
    };
  }
}
