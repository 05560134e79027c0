package io.berth.cli.http;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads members of a JSON object that may be missing. Pure. */
public final class Values {
  private Values() {}

  /** A text, or an empty one. */
  public static String text(Map<String, Object> json, String name) {
    Object value = json.get(name);
    return value == null ? "" : value.toString();
  }

  /** A number, or zero. */
  public static double number(Map<String, Object> json, String name) {
    return json.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  /** Whether it is there. */
  public static boolean has(Map<String, Object> json, String name) {
    return json.get(name) != null;
  }

  /** An object, or an empty one. */
  public static Map<String, Object> object(Map<String, Object> json, String name) {
    return json.get(name) instanceof Map<?, ?> ? Reply.object(json.get(name)) : Map.of();
  }

  /** A time. */
  public static Optional<Instant> time(Map<String, Object> json, String name) {
    String text = text(json, name);
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
