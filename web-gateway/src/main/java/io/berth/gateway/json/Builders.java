package io.berth.gateway.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;

/**
 * Makes JSON. Used instead of {@link Json}, on any thread: that looks for its provider in all
 * archives each time, under locks that all threads share.
 */
public final class Builders {
  private static final JsonProvider JSON = JsonProvider.provider();

  private Builders() {}

  /** An empty object. */
  public static JsonObjectBuilder object() {
    return JSON.createObjectBuilder();
  }

  /** An object like this one. */
  public static JsonObjectBuilder object(JsonObject like) {
    return JSON.createObjectBuilder(like);
  }

  /** An empty array. */
  public static JsonArrayBuilder array() {
    return JSON.createArrayBuilder();
  }

  static JsonValue value(String text) {
    return JSON.createValue(text);
  }

  static JsonValue value(BigDecimal number) {
    return JSON.createValue(number);
  }
}
