package io.berth.gateway.json;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.settings.Nearest;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A JSON object from a caller, read field by field. Unknown fields are refused with the nearest
 * name, a field of the wrong kind with its name; a null counts as absent. Used on one thread.
 */
public final class JsonInput {
  private final JsonObject json;

  public JsonInput(JsonObject json, Set<String> known) {
    this.json = json;
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        throw invalid(
            "unknown field '"
                + shortened(name)
                + "': did you mean '"
                + Nearest.to(shortened(name), known)
                + "'? Known here: "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** A text, if it is there. */
  public Optional<String> text(String field) {
    return value(field).map(v -> text(field, v));
  }

  /** A text that must be there. */
  public String requiredText(String field) {
    return text(field).orElseThrow(() -> invalid("the field '" + field + "' is required"));
  }

  /** A text that {@code parse} understands; its complaint becomes ours. */
  public <T> T required(String field, Function<String, T> parse) {
    return parsed(field, requiredText(field), parse);
  }

  /** The same for a text that may be absent. */
  public <T> Optional<T> optional(String field, Function<String, T> parse) {
    return text(field).map(text -> parsed(field, text, parse));
  }

  /** An ISO 8601 duration. */
  public Optional<Duration> duration(String field) {
    return text(field)
        .map(
            text -> {
              try {
                return Duration.parse(text);
              } catch (DateTimeParseException | ArithmeticException e) {
                throw invalid("'" + field + "' is not an ISO 8601 duration such as PT30M");
              }
            });
  }

  /** A whole number. */
  public OptionalLong number(String field) {
    Optional<JsonValue> value = value(field);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (value.get() instanceof JsonNumber number && number.isIntegral()) {
      return OptionalLong.of(exact(field, number));
    }
    throw wrongKind(field, "a whole number", value.get());
  }

  /** A number that need not be whole. */
  public OptionalDouble decimal(String field) {
    Optional<JsonValue> value = value(field);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (value.get() instanceof JsonNumber number) {
      return OptionalDouble.of(number.doubleValue());
    }
    throw wrongKind(field, "a number", value.get());
  }

  /** Whether the field is there, be it null. */
  public boolean has(String field) {
    return json.containsKey(field);
  }

  /** A list of whole numbers; empty when it is absent. */
  public List<Long> numbers(String field) {
    return array(field).stream()
        .map(
            v -> {
              if (v instanceof JsonNumber number && number.isIntegral()) {
                return exact(field + "[]", number);
              }
              throw wrongKind(field + "[]", "a whole number", v);
            })
        .toList();
  }

  /** A truth value. */
  public Optional<Boolean> flag(String field) {
    return value(field)
        .map(
            v -> {
              if (v == JsonValue.TRUE || v == JsonValue.FALSE) {
                return v == JsonValue.TRUE;
              }
              throw wrongKind(field, "true or false", v);
            });
  }

  /** A list of texts; empty when it is absent. */
  public List<String> texts(String field) {
    return array(field).stream().map(v -> text(field + "[]", v)).toList();
  }

  /** A list of objects with these fields; empty when it is absent. */
  public List<JsonInput> objects(String field, Set<String> known) {
    return array(field).stream()
        .map(
            v -> {
              if (v instanceof JsonObject object) {
                return new JsonInput(object, known);
              }
              throw wrongKind(field + "[]", "an object", v);
            })
        .toList();
  }

  /** An object whose values are texts, numbers or truth values, taken as texts. */
  public Map<String, String> values(String field) {
    Map<String, String> values = new LinkedHashMap<>();
    changes(field)
        .forEach(
            (key, value) ->
                values.put(
                    key, value.orElseThrow(() -> invalid("'" + field + "." + key + "' is null"))));
    return values;
  }

  /** The same where a null means that the value is to go. */
  public Map<String, Optional<String>> changes(String field) {
    Optional<JsonValue> value = value(field);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!(value.get() instanceof JsonObject object)) {
      throw wrongKind(field, "an object", value.get());
    }
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    object.forEach((key, v) -> changes.put(key, scalar(field + "." + shortened(key), v)));
    return changes;
  }

  private static long exact(String field, JsonNumber number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw invalid("'" + field + "' is out of range");
    }
  }

  private static Optional<String> scalar(String field, JsonValue value) {
    return switch (value.getValueType()) {
      case NULL -> Optional.empty();
      case STRING -> Optional.of(((JsonString) value).getString());
      case NUMBER, TRUE, FALSE -> Optional.of(value.toString());
      case ARRAY, OBJECT -> throw wrongKind(field, "a text, a number or true or false", value);
    };
  }

  private JsonArray array(String field) {
    Optional<JsonValue> value = value(field);
    if (value.isEmpty()) {
      return JsonValue.EMPTY_JSON_ARRAY;
    }
    if (value.get() instanceof JsonArray array) {
      return array;
    }
    throw wrongKind(field, "an array", value.get());
  }

  private Optional<JsonValue> value(String field) {
    JsonValue value = json.get(field);
    return value == null || value == JsonValue.NULL ? Optional.empty() : Optional.of(value);
  }

  private static String text(String field, JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw wrongKind(field, "a string", value);
  }

  private static <T> T parsed(String field, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw invalid("'" + field + "': " + e.getMessage());
    }
  }

  private static String shortened(String name) {
    return name.length() > 80 ? name.substring(0, 80) + "…" : name;
  }

  private static ProblemException wrongKind(String field, String expected, JsonValue found) {
    return invalid("'" + field + "' must be " + expected + ", and is a JSON " + Kinds.of(found));
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemDetail.invalid(detail));
  }
}
