package io.berth.lifecycle.database;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Flat and nested values to and from the text of {@code jsonb} columns. */
public final class Json {
  private Json() {}

  /** As JSON. */
  public static String write(Map<String, ?> values) {
    try {
      return JSON.std.asString(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object. */
  public static Map<String, Object> read(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new UncheckedIOException("not a JSON object", e);
    }
  }

  /** An object whose values are text. */
  public static Map<String, String> readTexts(String json) {
    Map<String, String> texts = new LinkedHashMap<>();
    read(json).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }
}
